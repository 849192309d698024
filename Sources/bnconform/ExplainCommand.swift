// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import GoldenCases
internal import Reporting

/// Walks through a case channel by channel, with the rule beside every number.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Walk through a case channel by channel: statistics, x̂, output, update, rules.",
    discussion: "Example: bnconform explain eps/equal-to-variance/f32"
  )

  @Argument(help: "The id of the case, as `bnconform list` shows it.")
  var id: String

  @OptionGroup(title: "Golden files") var golden: GoldenOptions

  @Option(help: "The number of channels to walk through.")
  var channels = 3

  func validate() throws {
    guard channels > 0 else {
      throw ValidationError("--channels must be 1 or more, but is \(channels)")
    }
  }

  func run() async throws {
    try await Isolation.run {
      let found = try Catalog(try golden.resolve().files).goldenCase(id)
      let lines = CaseExplanation.lines(for: found, channelLimit: channels)
      Terminal.output.write(lines.joined(separator: "\n") + "\n")
    }
  }
}
