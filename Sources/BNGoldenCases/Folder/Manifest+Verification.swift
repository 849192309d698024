// SPDX-License-Identifier: MIT

extension Manifest {
  /// Reads all golden files of a folder and notes their digests.
  ///
  /// - Throws: ``GoldenFormatError`` for the first file or case that cannot be read.
  package init(
    describing folder: GoldenFolder,
    versions: [String: String],
    by reader: some GoldenReader
  ) async throws(GoldenFormatError) {
    var entries: [Entry] = []
    for path in folder.files {
      let cases = try await reader.allCases(in: path)
      entries.append(
        Entry(
          name: Self.name(ofPath: path),
          cases: cases.count,
          digest: ContentDigest(cases: cases)
        )
      )
    }
    self.init(formatVersion: GoldenFile.formatVersion, files: entries, versions: versions)
  }

  /// Compares a folder with the manifest.
  package func verify(
    folder: GoldenFolder,
    by reader: some GoldenReader
  ) async -> [ManifestDifference] {
    var differences: [ManifestDifference] = []
    if !GoldenFile.understands(formatVersion) {
      differences.append(.formatVersion(manifest: formatVersion))
    }
    let computed = Self.suiteDigest(files)
    if computed != digest {
      differences.append(.suiteDigest(manifest: digest, computed: computed))
    }
    let paths = Dictionary(folder.files.map { (Self.name(ofPath: $0), $0) }) { first, _ in first }
    var seen: Set<String> = []
    for entry in files {
      guard seen.insert(entry.name).inserted else {
        differences.append(.repeatedFile(name: entry.name))
        continue
      }
      guard let path = paths[entry.name] else {
        differences.append(.missingFile(name: entry.name))
        continue
      }
      differences += await entry.verify(path: path, by: reader)
    }
    let extra = paths.keys.filter { !seen.contains($0) }.sorted()
    return differences + extra.map { .extraFile(name: $0) }
  }

  private static func name(ofPath path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension Manifest.Entry {
  fileprivate func verify(
    path: String,
    by reader: some GoldenReader
  ) async -> [ManifestDifference] {
    let contents: GoldenFileContents
    do throws(GoldenFormatError) {
      contents = try await reader.cases(in: path)
    } catch {
      return [.unreadable(name: name, error)]
    }
    var differences: [ManifestDifference] = []
    for case .failure(let error) in contents.cases {
      differences.append(.unreadable(name: name, error))
    }
    if contents.cases.count != cases {
      differences.append(.caseCount(name: name, manifest: cases, folder: contents.cases.count))
    }
    // Where a case is unreadable the digest would differ for that reason alone; there is none then.
    if let actual = contents.digest, actual != digest {
      differences.append(.digest(name: name, manifest: digest, folder: actual))
    }
    return differences
  }
}
