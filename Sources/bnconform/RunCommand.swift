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

  @Option(
    help: ArgumentHelp(
      "The implementation to judge: a name, a program with its arguments, or a shared library.",
      discussion: """
        reference is ours. A program speaks the adapter protocol (tools/adapters/PROTOCOL.md), a \
        library has the interface of bnconform.h (tools/adapters/library).
        """,
      valueName: "name"
    )
  )
  var implementation = ReferenceImplementation.name

  @OptionGroup(title: "Selection") var selection: SelectionOptions
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
    var plan = RunPlan(
      files: choice.files,
      selection: selection.selection,
      respondent: .implementation(implementation),
      tolerance: judging.tolerance,
      jobs: judging.jobs,
      strict: judging.strict
    )
    plan.processLimits = process.limits
    try await JudgedRun(golden: choice, plan: plan, options: judging).execute()
  }
}
