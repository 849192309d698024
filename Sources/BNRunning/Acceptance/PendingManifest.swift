// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNPlatform
package import BNGoldenCases

/// What the oracle says of the golden files that it has written and nobody has accepted yet.
package struct PendingManifest: Equatable, Codable, Sendable {
  /// The files by name.
  package var files: [String: Entry]
  /// The versions of what made them, by name.
  package var versions: [String: String]

  /// The name of the file that holds it, in the folder of pending files.
  package static let fileName = "PENDING.json"

  /// One pending file.
  package struct Entry: Equatable, Codable, Sendable {
    /// The number of its cases.
    package var cases: Int
    /// The digest of its cases, as the oracle computed it.
    package var digest: ContentDigest

    /// Creates an entry.
    package init(cases: Int, digest: ContentDigest) {
      self.cases = cases
      self.digest = digest
    }
  }

  /// Creates a manifest.
  package init(files: [String: Entry], versions: [String: String]) {
    self.files = files
    self.versions = versions
  }

  /// The names of the files in the order of their bytes.
  package var names: [String] {
    files.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Reads the manifest of a folder of pending files.
  ///
  /// - Throws: ``AcceptanceError`` if there is none, or it is malformed.
  package static func read(folder: String) throws(AcceptanceError) -> PendingManifest {
    let path = folder + "/" + fileName
    let data: Data
    do throws(InputFileError) {
      data = try InputFile.contents(of: path)
    } catch {
      throw AcceptanceError("\(path): \(error)", hint: Self.hint)
    }
    do {
      return try JSONDecoder().decode(PendingManifest.self, from: data)
    } catch {
      throw AcceptanceError("\(path): is not a list of pending files", hint: Self.hint)
    }
  }

  private static let hint = "tools/oracle/generate writes the pending files and their list"

  /// Writes the manifest, or removes it if nothing is pending any more.
  ///
  /// - Throws: ``AcceptanceError`` if the system refuses.
  package func write(folder: String) throws(AcceptanceError) {
    let path = folder + "/" + Self.fileName
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do {
      guard files.isEmpty else {
        return try OutputFile.write(encoder.encode(self) + Data("\n".utf8), to: path)
      }
      try FileManager.default.removeItem(atPath: path)
    } catch let error as OutputFileError {
      throw AcceptanceError("\(error)", hint: error.hint)
    } catch {
      throw AcceptanceError("\(path): cannot be written: \(error)")
    }
  }
}

/// Golden files that cannot be accepted or rejected.
package struct AcceptanceError: HintedError, Equatable, CustomStringConvertible {
  /// One line for people.
  package let description: String
  /// What to do about it.
  package let hint: String?

  /// Creates an error.
  package init(_ description: String, hint: String? = nil) {
    self.description = description
    self.hint = hint
  }
}
