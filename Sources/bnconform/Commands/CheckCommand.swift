// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile

/// `bnconform check`: judges answers that were given elsewhere.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Judge a file of answers as `bnconform run` would.",
    discussion: "`bnconform export` writes the requests that the file answers."
  )

  @Argument(help: "The answers file.", completion: .file(extensions: ["h5"]))
  var answers: String

  @OptionGroup(title: "Golden files") var golden: GoldenOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Judging and reports") var judging: JudgingOptions

  func run() async throws {
    let choice = try golden.resolve()
    let plan = judging.plan(choice, selection.selection, .answers(path: answers))
    try await JudgedRun(golden: choice, plan: plan, options: judging).execute()
  }
}
