// SPDX-License-Identifier: MIT

/// What a reader is asked to read.
enum ReaderQuestion: Equatable, Sendable {
  /// What the cases of a golden file are, without their tensors.
  case catalog(path: String)
  /// The cases of a golden file.
  case cases(path: String)
  /// The answers to the cases of one feature; without one, only which cases are answered.
  case answers(path: String, feature: String?)

  /// The question as bytes.
  var bytes: [UInt8] {
    var fields = FieldWriter()
    switch self {
    case .catalog(let path):
      fields.write(UInt8(0))
      fields.write(path)
    case .cases(let path):
      fields.write(UInt8(1))
      fields.write(path)
    case .answers(let path, let feature):
      fields.write(UInt8(2))
      fields.write(path)
      fields.write(feature)
    }
    return fields.bytes
  }

  /// Reads a question back.
  init(_ bytes: [UInt8]) throws(FieldError) {
    var fields = FieldReader(bytes)
    switch try fields.byte() {
    case 0: self = .catalog(path: try fields.text())
    case 1: self = .cases(path: try fields.text())
    case 2: self = .answers(path: try fields.text(), feature: try fields.optionalText())
    default: throw FieldError()
    }
    guard fields.isAtEnd else { throw FieldError() }
  }

  /// The file in question.
  var path: String {
    switch self {
    case .catalog(let path), .cases(let path), .answers(let path, _): path
    }
  }
}
