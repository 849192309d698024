// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunning
internal import BNPlatform
internal import BNGoldenCases

/// Which pending files a command is about.
struct PendingOptions: ParsableArguments {
  @Argument(help: "The names of pending files (default: all of them).")
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "The golden folder (default: $BNCONFORM_GOLDEN, then ./Golden).",
      valueName: "folder"
    )
  )
  var golden: String?

  /// The folder of what is pending.
  func folder() throws -> PendingFolder { try PendingFolder(golden: path) }

  /// The folder of what is pending, or nil if nothing is.
  func folderIfAny() throws -> PendingFolder? {
    let list = path + "/" + PendingFolder.name + "/" + PendingManifest.fileName
    return FileManager.default.fileExists(atPath: list) ? try folder() : nil
  }

  /// The golden folder, which may be empty yet.
  private var path: String {
    let named = golden ?? ProcessInfo.processInfo.environment[GoldenFolder.variable]
    return named.flatMap { $0.isEmpty ? nil : $0 } ?? "Golden"
  }

  /// Golden files are changed by people who look at them, never by a CI job.
  static func refuseUnderCI() throws {
    let variable = ProcessInfo.processInfo.environment["CI"] ?? ""
    guard variable.isEmpty || variable == "false" || variable == "0" else {
      throw AcceptanceError(
        "golden files are not changed under CI",
        hint: "the environment variable CI is set; `bnconform golden verify` only looks"
      )
    }
  }
}
