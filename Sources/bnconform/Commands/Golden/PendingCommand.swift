// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunning
internal import BNReporting

/// `bnconform golden pending`: what waits to be accepted.
struct PendingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pending",
    abstract: "List the golden files that the oracle wrote and that are not accepted yet."
  )

  @OptionGroup var options: PendingOptions

  func run() async throws {
    guard let folder = try options.folderIfAny() else {
      Terminal.output.write("nothing is pending\n")
      return
    }
    for name in try folder.names(options.files) {
      let cases = folder.manifest.files[name]?.cases ?? 0
      Terminal.output.write("\(name)  \(cases) cases  \(folder.change(name).rawValue)\n")
    }
    for name in folder.strays {
      Terminal.error.write("warning: \(name): is not in \(PendingManifest.fileName)\n")
    }
  }
}
