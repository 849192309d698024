// SPDX-License-Identifier: MIT

internal import BNRunning
internal import BNPlatform
internal import BNGoldenCases

/// Where this process looks for golden files.
enum GoldenPlaces {
  /// The folder that is named, else the first of the usual places that holds golden files.
  static func find(argument: String?) throws(GoldenFolderError) -> GoldenFolder {
    try GoldenFolder.find(
      argument: argument,
      environment: ProcessInfo.processInfo.environment,
      currentFolder: FileManager.default.currentDirectoryPath,
      executable: ReaderCommand.runningExecutable
    )
  }
}
