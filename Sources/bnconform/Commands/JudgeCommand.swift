// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNGoldenCases
internal import BNImplementations
internal import BNReporting
internal import BNRunFile

/// `bnconform judge`: judges the process that started it, for wrappers in other languages.
struct JudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Put cases to the process that started this one, and tell it the verdicts.",
    discussion: """
      For wrappers in other languages: standard input and output speak the adapter protocol \
      (tools/adapters/PROTOCOL.md), with this command as the one that asks. After the last answer it \
      writes a line for each verdict, and one for the run.
      """
  )

  @Option(help: "What reports call the implementation under test.")
  var caller = "caller"

  @Option(
    help: ArgumentHelp(
      "The command that judges one case again, with {id} for the case; reports show it.",
      valueName: "command"
    )
  )
  var againCommand: String?

  @Flag(help: "Put the cases of `bnconform smoke` only.")
  var smoke = false

  @Flag(
    name: .customLong("repeat"),
    help: "Run each case twice and report differing bits (default: only cases tagged smoke)."
  )
  var repeats = false

  @OptionGroup(title: "Golden files") var golden: GoldenOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Selection") var presentation: PresentationOptions
  @OptionGroup(title: "Judging and reports") var judging: JudgingOptions

  func run() async throws {
    let choice = try golden.resolve()
    var plan = judging.plan(
      choice,
      selection.selection,
      .implementation(CallerImplementation.prefix + caller)
    )
    plan.asksCaller = true
    plan.settings.jobs = 1
    presentation.apply(to: &plan)
    plan.settings.againCommand = againCommand
    plan.settings.repeats = repeats ? true : nil
    plan.settings.smoke = smoke ? true : nil
    var run = JudgedRun(golden: choice, plan: plan, options: judging)
    run.observer = JudgeStream { CallerStream.standard.tell($0) }
    try await run.execute()
  }
}
