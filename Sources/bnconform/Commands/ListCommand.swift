// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNGoldenCases
internal import BNReporting

/// `bnconform list`: the cases that there are.
struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the golden cases: id, level, profile, title."
  )

  @OptionGroup(title: "Golden files") var golden: GoldenOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions

  @Option(help: "The output format: text or json.")
  var format = AdequacyCommand.Format.text

  func run() async throws {
    try await GoldenReading.run { reader in
      let choice = try golden.resolve()
      let filter = try selection.selection.compiled()
      let catalog = await Catalog(choice.files, reader)
      let all = catalog.entries.map(\.summary)
      let summaries = all.filter { filter.selects($0.id, $0.metadata) }
      Terminal.output.write(format == .json ? try summaries.json() : summaries.text)
      catalog.tellErrors()
      let advice = SelectionAdvice(selection: selection.selection, summaries: all)
      if summaries.isEmpty {
        let lines = ["no case fits the selection"] + advice.lines
        Terminal.error.write(lines.joined(separator: "\n  ") + "\n")
      } else if selection.profile == nil, advice.policies > 0 {
        Terminal.error.write("\(advice.policies) more with --profile torch\n")
      }
      if !catalog.errors.isEmpty { try RunExitCode.couldNotJudge.throwUnlessExpected() }
      if summaries.isEmpty { try RunExitCode.nothingJudged.throwUnlessExpected() }
    }
  }
}
