// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNGoldenCases
internal import BNReporting

/// `bnconform show`: one case in full.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a golden case: why it exists, its program, its tensors."
  )

  @Argument(help: "The id of the case, as `bnconform list` shows it.")
  var id: String

  @OptionGroup(title: "Golden files") var golden: GoldenOptions

  @Flag(help: "Show the bit patterns of numbers.")
  var hex = false

  @Option(help: "The number of values to show of each tensor.")
  var values = 16

  func validate() throws {
    guard values >= 0 else { throw ValidationError("--values must be 0 or more, but is \(values)") }
  }

  func run() async throws {
    try await GoldenReading.run { reader in
      let found = try await Catalog(try golden.resolve().files, reader).goldenCase(id, reader)
      let description = CaseDescription(found, valueLimit: values, showsBits: hex)
      Terminal.output.write(description.lines.joined(separator: "\n") + "\n")
    }
  }
}
