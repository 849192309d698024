// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import Implementations
internal import Reporting

/// `bnconform run`: judges implementations.
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
        reference, fault:NAME and legal:NAME are ours. A program speaks the adapter protocol \
        (tools/adapters/PROTOCOL.md), a library has the interface of bnconform.h \
        (tools/adapters/library). Repeatable: each has a run of its own, a table sums them up, and \
        {name} in the files of reports and lists stands for the implementation.
        """,
      valueName: "name"
    )
  )
  var implementation: [String] = []

  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Judging and reports") var judging: JudgingOptions
  @OptionGroup(title: "Processes under test") var process: ProcessOptions

  private var implementations: [String] {
    implementation.isEmpty ? [ReferenceImplementation.name] : implementation
  }

  func validate() throws {
    for name in implementations {
      do throws(UnknownImplementationError) {
        _ = try ImplementationRegistry.find(name)
      } catch {
        throw ValidationError("\(error)")
      }
    }
    let files = judging.report.map(\.path) + [judging.expect].compactMap(\.self)
    if implementations.count > 1, let file = files.first(where: { !$0.contains("{name}") }) {
      throw ValidationError("several implementations: write {name} into \(file)")
    }
  }

  func run() async throws {
    let choice = try golden.resolve()
    let names = FileNames.distinct(for: implementations)
    var table = ImplementationTable()
    for (implementation, name) in zip(implementations, names) {
      var plan = RunPlan(
        files: choice.files,
        selection: selection.selection,
        respondent: .implementation(implementation),
        tolerance: judging.tolerance,
        jobs: judging.jobs,
        strict: judging.strict
      )
      plan.processLimits = process.limits
      plan.requestFolder = process.keepRequests
      plan.repeats = process.repeats
      let options = judging.replacing("{name}", with: name)
      let result = try await JudgedRun(golden: choice, plan: plan, options: options).judge()
      table.add(result.run, result.exitCode)
      if result.exitCode == .interrupted { break }
    }
    if implementations.count > 1 { Terminal.output.write(table.text) }
    try table.exitCode.throwUnlessExpected()
  }
}

extension JudgingOptions {
  /// The options with the names of files completed.
  fileprivate func replacing(_ placeholder: String, with name: String) -> JudgingOptions {
    var options = self
    options.expect = expect?.replacing(placeholder, with: name)
    options.report = report.map { request in
      var request = request
      request.path = request.path.replacing(placeholder, with: name)
      return request
    }
    return options
  }
}
