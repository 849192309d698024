// SPDX-License-Identifier: MIT

internal import BNRunning
internal import ArgumentParser
internal import BNRunFile
internal import BNReporting

/// `bnconform golden reject`: pending files are thrown away.
struct RejectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Delete pending golden files; not available under CI."
  )

  @OptionGroup var options: PendingOptions

  func run() async throws {
    try PendingOptions.refuseUnderCI()
    var folder = try options.folder()
    let names = try folder.names(options.files)
    try folder.reject(names)
    Terminal.output.write(names.map { "\($0)  rejected\n" }.joined())
  }
}
