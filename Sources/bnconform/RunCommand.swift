// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import Implementations

/// `bnconform run`: judges an implementation.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Let an implementation answer the golden cases, and judge its answers."
  )

  @OptionGroup(title: "Golden files") var golden: GoldenOptions

  @Option(help: ArgumentHelp("The implementation to judge.", valueName: "name"))
  var implementation = ReferenceImplementation.name

  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Judging and reports") var judging: JudgingOptions

  func validate() throws {
    do throws(UnknownImplementationError) {
      _ = try ImplementationRegistry.find(implementation)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  func run() async throws {
    let choice = try golden.resolve()
    let plan = RunPlan(
      files: choice.files,
      selection: selection.selection,
      respondent: .implementation(implementation),
      tolerance: judging.tolerance,
      jobs: judging.jobs,
      strict: judging.strict
    )
    try await JudgedRun(golden: choice, plan: plan, options: judging).execute()
  }
}
