// SPDX-License-Identifier: MIT

internal import BNPlatform

/// The table of a golden folder: its files with their content digests.
///
/// Kept as `MANIFEST.json`, keys sorted, so that equal contents are equal bytes.
package struct Manifest: Equatable, Codable, Sendable {
  /// The version of the golden format, such as `1.0`.
  package var formatVersion: String
  /// The files, sorted by the bytes of their names.
  package var files: [Entry]
  /// The digest of the whole suite.
  package var digest: ContentDigest
  /// The versions of what made the files, by name.
  package var versions: [String: String]

  /// The name of the manifest's file.
  package static let fileName = "MANIFEST.json"

  /// One golden file.
  package struct Entry: Equatable, Codable, Sendable {
    /// The file's name without its folder.
    package var name: String
    /// The number of its cases.
    package var cases: Int
    /// The digest of its cases.
    package var digest: ContentDigest

    /// Creates an entry.
    package init(name: String, cases: Int, digest: ContentDigest) {
      self.name = name
      self.cases = cases
      self.digest = digest
    }
  }

  private enum CodingKeys: String, CodingKey {
    case formatVersion = "format_version"
    case files, digest, versions
  }

  /// Creates a manifest; the suite's digest follows from the files.
  package init(formatVersion: String, files: [Entry], versions: [String: String]) {
    self.formatVersion = formatVersion
    self.files = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    self.versions = versions
    digest = Self.suiteDigest(files)
  }

  /// The digest of a suite of these files.
  package static func suiteDigest(_ files: [Entry]) -> ContentDigest {
    ContentDigest(files: Dictionary(files.map { ($0.name, $0.digest) }) { first, _ in first })
  }

  /// The bytes of the manifest's file.
  ///
  /// - Throws: ``GoldenFormatError`` if they cannot be made.
  package func encoded() throws(GoldenFormatError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    } catch {
      throw GoldenFormatError(file: Self.fileName, problem: "cannot be encoded: \(error)")
    }
  }

  /// Reads the manifest of a folder.
  ///
  /// - Throws: ``GoldenFormatError`` if there is none, or if it is malformed.
  package static func read(folder: String) throws(GoldenFormatError) -> Manifest {
    let path = folder + "/" + fileName
    let data: Data
    do throws(InputFileError) {
      data = try InputFile.contents(of: path)
    } catch {
      throw GoldenFormatError(file: path, problem: "\(error)")
    }
    do {
      return try JSONDecoder().decode(Manifest.self, from: data)
    } catch {
      throw GoldenFormatError(file: path, problem: "is not a manifest: \(Self.sentence(error))")
    }
  }

  /// Writes the manifest of a folder, whole or not at all.
  ///
  /// The files that it describes may be put in their places between its writing and its showing: if
  /// the disk is full, nothing has happened.
  ///
  /// - Throws: ``GoldenFormatError`` if the file cannot be written, and from the body.
  package func write(
    folder: String,
    between: () throws(GoldenFormatError) -> Void = {}
  ) throws(GoldenFormatError) {
    let path = folder + "/" + Self.fileName
    let bytes = try encoded()
    try OutputFile.golden(at: path, between: between) { file throws(GoldenFormatError) in
      try OutputFile.translating(path) { () throws(OutputFileError) in try file.fill(bytes) }
    }
  }

  private static func sentence(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "\(key.stringValue) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      (context.codingPath.map(\.stringValue) + [context.debugDescription]).joined(separator: ": ")
    default: "\(error)"
    }
  }
}
