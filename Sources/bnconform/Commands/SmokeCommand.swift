// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNRunning
internal import BNPlatform
internal import BNGoldenCases
internal import BNReporting

/// `bnconform smoke`: tells a wrong adapter from a wrong implementation.
struct SmokeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smoke",
    abstract: "Run a few cases to tell an adapter error from a BatchNorm error.",
    discussion: """
      Runs the smallest set of cases that detects every known fault which can exist in what the \
      implementation declares.
      """
  )

  @Argument(help: "The implementation, as `bnconform run --implementation` takes it.")
  var implementation: String

  @Option(help: SelectionOptions.profileHelp)
  var profile: CaseProfile?

  @OptionGroup(title: "Golden files") var golden: GoldenOptions
  @OptionGroup(title: "Selection") var presentation: PresentationOptions
  @OptionGroup(title: "Judging and reports") var judging: JudgingOptions
  @OptionGroup(title: "Processes under test") var process: ProcessOptions

  func validate() throws {
    do throws(UnknownImplementationError) {
      _ = try ImplementationRegistry.find(implementation)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  func run() async throws {
    let choice = try golden.resolve()
    let selection = CaseSelection(profile: profile ?? .ofOthers)
    var plan = judging.plan(choice, selection, .implementation(implementation))
    plan.settings.smoke = true
    process.apply(to: &plan)
    presentation.apply(to: &plan)
    var options = judging
    options.show = judging.show ?? ConsoleOptions.Show.none
    let run = JudgedRun(golden: choice, plan: plan, options: options)
    try (run.uses + process.uses).requireDistinct()
    let result = try await run.judge()
    let stream = ConsoleStream(.output, environment: ProcessInfo.processInfo.environment)
    for line in SmokeText(style: stream.style).lines(result.run) { stream.write(line + "\n") }
    try result.exitCode.throwUnlessExpected()
  }
}
