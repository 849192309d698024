// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNPlatform
package import BNGoldenCases

/// A golden folder with the files in it that wait to be accepted.
package struct PendingFolder: Sendable {
  /// The golden folder.
  package let golden: String
  /// The folder of pending files.
  package let path: String
  /// What the oracle says of them.
  package private(set) var manifest: PendingManifest
  /// What the golden folder's manifest says; nil if nothing has been accepted yet.
  package private(set) var accepted: Manifest?

  /// The name of the folder of pending files in the golden folder.
  package static let name = "pending"

  /// Opens the pending folder of a golden folder.
  ///
  /// - Throws: ``AcceptanceError`` if nothing is pending; ``GoldenFormatError`` if the golden folder's
  ///   manifest is malformed.
  package init(golden: String) throws {
    self.golden = golden
    path = golden + "/" + Self.name
    manifest = try PendingManifest.read(folder: path)
    let hasManifest = FileManager.default.fileExists(atPath: golden + "/" + Manifest.fileName)
    accepted = hasManifest ? try Manifest.read(folder: golden) : nil
  }

  /// How a pending file relates to the accepted one.
  package enum Change: String, Sendable {
    case new, changed, unchanged
  }

  /// How a pending file relates to the accepted one of that name.
  package func change(_ name: String) -> Change {
    guard let entry = accepted?.files.first(where: { $0.name == name }) else { return .new }
    return entry.digest == manifest.files[name]?.digest ? .unchanged : .changed
  }

  /// The names of the pending files that are meant by words of a command line; none means all.
  ///
  /// - Throws: ``AcceptanceError`` if a word names none of them.
  package func names(_ words: [String]) throws(AcceptanceError) -> [String] {
    var names: Set<String> = []
    for word in words {
      let last = word.split(separator: "/").last.map(String.init) ?? word
      let name =
        last.hasSuffix(GoldenFolder.fileExtension) ? last : last + GoldenFolder.fileExtension
      guard manifest.files[name] != nil else {
        throw AcceptanceError(
          "\(word): is not pending" + Suggestion.clause(for: name, among: manifest.names)
        )
      }
      names.insert(name)
    }
    return words.isEmpty ? manifest.names : manifest.names.filter(names.contains)
  }

  /// The files in the folder that its list does not name.
  package var strays: [String] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return found.filter { $0.hasSuffix(GoldenFolder.fileExtension) && manifest.files[$0] == nil }
      .sorted()
  }

  /// Removes pending files.
  ///
  /// - Throws: ``AcceptanceError`` if the system refuses.
  package mutating func reject(_ names: [String]) throws(AcceptanceError) {
    for name in names {
      guard unlink(path + "/" + name) == 0 || errno == ENOENT else {
        throw AcceptanceError(
          "\(path)/\(name): cannot be removed: \(String(cString: strerror(errno)))"
        )
      }
      manifest.files[name] = nil
    }
    try manifest.write(folder: path)
  }

  /// Moves judged files into the golden folder and renews its manifest.
  ///
  /// - Throws: ``GoldenFormatError`` if a file cannot be moved or the manifest not be written;
  ///   ``AcceptanceError`` if the list of pending files cannot.
  package mutating func accept(_ names: [String], toolVersion: String) throws {
    var entries = Dictionary(
      (accepted?.files ?? []).map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    for name in names {
      guard let entry = manifest.files[name] else { continue }
      entries[name] = Manifest.Entry(name: name, cases: entry.cases, digest: entry.digest)
    }
    var versions = manifest.versions
    versions["reference"] = "bnconform \(toolVersion)"
    let renewed = Manifest(
      formatVersion: GoldenFile.formatVersion,
      files: Array(entries.values),
      versions: versions
    )
    // The files move once the new manifest is on the disk, and before it is seen.
    let (pending, golden) = (path, golden)
    try renewed.write(folder: golden) { () throws(GoldenFormatError) in
      for name in names {
        guard rename(pending + "/" + name, golden + "/" + name) == 0 else {
          throw GoldenFormatError(
            file: pending + "/" + name,
            problem: "cannot be moved to \(golden): \(String(cString: strerror(errno)))"
          )
        }
      }
    }
    accepted = renewed
    for name in names { manifest.files[name] = nil }
    try manifest.write(folder: path)
  }
}
