// SPDX-License-Identifier: MIT

/// A digest of what golden cases say, independent of how HDF5 stores it.
///
/// SHA-256 over the canonical records of the cases, in the order of their ids.
package struct ContentDigest: Hashable, Sendable {
  /// The 64 lower-case hexadecimal digits.
  package let hexadecimal: String

  /// Creates a digest from its 64 lower-case hexadecimal digits, or nil if it is none.
  package init?(_ hexadecimal: String) {
    guard hexadecimal.utf8.count == 64,
      hexadecimal.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) })
    else { return nil }
    self.hexadecimal = hexadecimal
  }

  private init(_ hash: consuming SHA256) {
    hexadecimal = hash.finalize().map { Hexadecimal.digits(UInt64($0), count: 2) }.joined()
  }

  /// Creates the digest of one file's cases, in whatever order they are given.
  package init(cases: [GoldenCase]) {
    var hash = SHA256()
    for golden in cases.sorted(by: { $0.id < $1.id }) {
      hash.update(CaseRecord(golden).canonicalBytes)
    }
    self.init(hash)
  }

  /// Creates the digest of a suite from its files' names and digests.
  package init(files: [String: ContentDigest]) {
    var hash = SHA256()
    let names = files.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for name in names {
      hash.update("\(name) \(files[name]?.hexadecimal ?? "")\n".utf8)
    }
    self.init(hash)
  }
}

extension ContentDigest: CustomStringConvertible {
  /// The hexadecimal digits.
  package var description: String { hexadecimal }
}

extension ContentDigest: Codable {
  /// Reads the hexadecimal digits.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let digest = ContentDigest(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "a content digest has 64 lower-case hexadecimal digits"
      )
    }
    self = digest
  }

  /// Writes the hexadecimal digits.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hexadecimal)
  }
}

/// Numbers written with a fixed count of hexadecimal digits.
enum Hexadecimal {
  /// The lowest digits of a number, lower-case.
  static func digits(_ value: UInt64, count: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
  }
}
