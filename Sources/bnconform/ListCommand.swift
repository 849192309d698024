// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import GoldenCases
internal import Reporting

/// `bnconform list`: the cases that there are.
struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the golden cases: id, level, profile, title."
  )

  @OptionGroup(title: "Golden files") var golden: GoldenOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions

  func run() async throws {
    try await GoldenReading.run { reader in
      let choice = try golden.resolve()
      let filter = try selection.selection.compiled()
      let catalog = await Catalog(choice.files, reader)
      let summaries = catalog.entries.map(\.summary).filter { filter.selects($0.id, $0.metadata) }
      Terminal.output.write(CaseList(summaries).text)
      catalog.tellErrors()
      if !catalog.errors.isEmpty { try RunExitCode.couldNotJudge.throwUnlessExpected() }
      if summaries.isEmpty {
        Terminal.error.write("no case fits the selection\n")
        try RunExitCode.nothingJudged.throwUnlessExpected()
      }
    }
  }
}
