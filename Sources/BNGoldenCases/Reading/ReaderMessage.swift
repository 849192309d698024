// SPDX-License-Identifier: MIT

/// What a reader says of a file: its header, then each case in the order of the file, then the end.
enum ReaderMessage: Sendable {
  /// What the root of the file says.
  case header(GoldenFileHeader)
  /// A case; without its data sets in a catalog.
  case record(CaseRecord)
  /// A case that is not what the format says, and whether its id is known.
  case refusal(GoldenFormatError, isIdentified: Bool)
  /// An answer that was not asked for, by its id.
  case other(String)
  /// The digest of all cases.
  case digest(String)
  /// The file as a whole is refused.
  case refused(GoldenFormatError)
  /// All is said.
  case end

  /// The message as bytes.
  var bytes: [UInt8] {
    var fields = FieldWriter()
    switch self {
    case .header(let header):
      fields.write(UInt8(0))
      fields.write(header.formatVersion)
      fields.write(header.role.rawValue)
      fields.write(header.feature)
      fields.write(header.generator)
      fields.write(header.implementation)
      fields.write(header.implementationVersion)
    case .record(let record):
      fields.write(UInt8(1))
      fields.write(record)
    case .refusal(let error, let isIdentified):
      fields.write(UInt8(isIdentified ? 2 : 3))
      fields.write(error)
    case .other(let id):
      fields.write(UInt8(4))
      fields.write(id)
    case .digest(let digest):
      fields.write(UInt8(5))
      fields.write(digest)
    case .refused(let error):
      fields.write(UInt8(6))
      fields.write(error)
    case .end: fields.write(UInt8(7))
    }
    return fields.bytes
  }

  /// Reads a message back.
  init(_ bytes: [UInt8]) throws(FieldError) {
    var fields = FieldReader(bytes)
    switch try fields.byte() {
    case 0:
      let version = try fields.text()
      guard let role = GoldenFileRole(rawValue: try fields.text()) else { throw FieldError() }
      self = .header(
        GoldenFileHeader(
          formatVersion: version,
          role: role,
          feature: try fields.optionalText(),
          generator: try fields.optionalText(),
          implementation: try fields.optionalText(),
          implementationVersion: try fields.optionalText()
        )
      )
    case 1: self = .record(try fields.record())
    case 2: self = .refusal(try fields.error(), isIdentified: true)
    case 3: self = .refusal(try fields.error(), isIdentified: false)
    case 4: self = .other(try fields.text())
    case 5: self = .digest(try fields.text())
    case 6: self = .refused(try fields.error())
    case 7: self = .end
    default: throw FieldError()
    }
    guard fields.isAtEnd else { throw FieldError() }
  }
}

extension FieldWriter {
  fileprivate mutating func write(_ error: GoldenFormatError) {
    write(error.file)
    write(error.caseName)
    write(error.member)
    write(error.problem)
    write(error.hint)
  }
}

extension FieldReader {
  fileprivate mutating func error() throws(FieldError) -> GoldenFormatError {
    GoldenFormatError(
      file: try text(),
      caseName: try optionalText(),
      member: try optionalText(),
      problem: try text(),
      hint: try optionalText()
    )
  }
}
