// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNGoldenCases
internal import BNReporting
internal import BNRunFile
internal import BNVerdicts

/// `bnconform golden allowances`: how far each element may be off, for other harnesses.
struct AllowancesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allowances",
    abstract:
      "Write how far each element of every expected tensor may be off, for your own harness.",
    discussion: """
      The HDF5 file has the groups and data sets of the expected tensors, in float64 (Golden/FORMAT.md). An \
      element passes if it is equal to the expected one, if both are NaN, or if both are finite and differ by \
      no more than that.
      """
  )

  @OptionGroup(title: "Golden files") var golden: GoldenOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write.", valueName: "allowances.h5")
  )
  var output: String

  func run() async throws {
    try await GoldenReading.run { reader in
      let choice = try golden.resolve()
      try (choice.uses + [FileUse(.written, output, as: "--output \(output)")]).requireDistinct()
      let judge = CaseJudge()
      let allowances = try await choice.cases(selection.selection, by: reader).map {
        (id: $0.id, steps: judge.allowances(of: $0))
      }
      let generator = "bnconform \(ToolVersions.current.bnconform)"
      let header = GoldenFileHeader(role: .allowances, generator: generator)
      try GoldenFile.writeAllowances(allowances, header: header, to: output)
      Terminal.error.write("\(output): \(allowances.count) cases\n")
    }
  }
}
