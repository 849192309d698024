// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNPlatform
internal import BNGoldenCases

/// What `--version` prints.
enum VersionText {
  /// The version of the program and, if there are golden files, the digest of their manifest.
  static var text: String {
    let version = "bnconform \(ToolVersions.current.bnconform)"
    guard let folder = try? GoldenPlaces.find(argument: nil),
      let manifest = try? Manifest.read(folder: folder.path)
    else { return version + " (no golden files found)" }
    let cases = manifest.files.map(\.cases).reduce(0, +)
    return version + "\ngolden \(manifest.digest) (\(cases) cases in \(manifest.files.count) files)"
  }
}
