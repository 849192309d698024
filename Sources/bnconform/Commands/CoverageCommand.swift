// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNAdequacy
internal import BNRunFile
internal import BNGoldenCases
internal import BNReporting

/// Counts the cases of every clause of the specification and fails where one is missing.
struct CoverageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Count the cases of each rule; fail if a judged clause has none.",
    discussion:
      "Exits with 1 if a clause has no required case (for PyTorch's policies: of profile torch)."
  )

  @OptionGroup(title: "Golden files") var golden: GoldenOptions

  func run() async throws {
    try await GoldenReading.run { reader in
      let catalog = await Catalog(try golden.resolve().files, reader)
      catalog.tellErrors()
      if !catalog.errors.isEmpty { try RunExitCode.couldNotJudge.throwUnlessExpected() }
      let report = try CoverageReport(of: catalog.entries.map(\.summary))
      Terminal.output.write(report.text)
      if !report.gaps.isEmpty { try RunExitCode.notAsExpected.throwUnlessExpected() }
    }
  }
}
