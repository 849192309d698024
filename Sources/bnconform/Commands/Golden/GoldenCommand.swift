// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// `bnconform golden`: keeps the golden files.
struct GoldenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "golden",
    abstract: "Verify the golden files, and review, accept or reject new ones.",
    subcommands: [
      VerifyCommand.self, AllowancesCommand.self, PendingCommand.self, ReviewCommand.self,
      AcceptCommand.self,
      RejectCommand.self,
    ]
  )
}
