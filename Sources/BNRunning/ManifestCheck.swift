// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNGoldenCases

/// Compares the files that a run has read with what the golden folder's manifest says of them.
///
/// `golden verify` is strict; a run only warns, so that a case at work can be judged.
struct ManifestCheck {
  let manifest: Manifest
  /// The names of the files that were to be read.
  let planned: [String]

  /// One warning for each file that is not what the manifest says.
  ///
  /// Files of which nothing was selected are not read, and nothing is said of them.
  func warnings(_ files: [FileRecord]) -> [RunWarning] {
    let entries = Dictionary(manifest.files.map { ($0.name, $0) }) { first, _ in first }
    let present = Set(planned)
    let changed = files.compactMap { file -> RunWarning? in
      guard let entry = entries[file.file] else {
        return RunWarning("\(file.file): is not in \(Manifest.fileName)")
      }
      guard let digest = file.digest, digest != entry.digest else { return nil }
      return RunWarning("\(file.file): is not the file that \(Manifest.fileName) describes")
    }
    let missing = manifest.files.filter { !present.contains($0.name) }
    return changed
      + missing.map { RunWarning("\($0.name): is in \(Manifest.fileName), but not in the folder") }
  }
}
