// SPDX-License-Identifier: MIT

internal import BNHDF5
internal import BNRunFile
internal import BNPlatform
internal import BNGoldenCases
internal import CBNBuild

/// What `--version` prints.
enum VersionText {
  /// The version of the program, the digest of the golden files' manifest if there is one, and how
  /// the program was built.
  static var text: String {
    let version = "bnconform \(ToolVersions.current.bnconform)"
    guard let folder = try? GoldenPlaces.find(argument: nil),
      let manifest = try? Manifest.read(folder: folder.path)
    else { return version + " (no golden files found)\n" + build }
    let cases = manifest.files.map(\.cases).reduce(0, +)
    return version
      + "\ngolden \(manifest.digest) (\(cases) cases in \(manifest.files.count) files)\n"
      + build
  }

  private static var build: String {
    let commit = String(cString: bn_build_commit())
    let parts = [
      "Swift \(ToolVersions.current.swift) (\(kind("swift_retain")))",
      "HDF5 \(HDF5Library.headerVersion) (\(kind("H5open")))",
    ]
    return "built  with \(parts.joined(separator: ", "))"
      + (commit.isEmpty ? "" : ", from commit \(commit)")
  }

  private static func kind(_ function: String) -> String {
    bn_build_holds(function) ? "static" : "shared"
  }
}
