// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import Foundation
internal import Implementations
internal import Reporting

/// `bnconform run`: judges implementations.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run the golden cases on an implementation and judge its answers."
  )

  @OptionGroup(title: "Golden files") var golden: GoldenOptions

  @Option(
    help: ArgumentHelp(
      "The implementation to judge: a name, a program with its arguments, or a shared library.",
      discussion: """
        reference, fault:NAME and legal:NAME are built in. A program speaks the adapter protocol \
        (tools/adapters/PROTOCOL.md); a library has the interface of bnconform.h \
        (tools/adapters/library). Repeatable: each gets its own run, and a table sums them up; \
        {name} in the names of reports and lists stands for the implementation.
        """,
      valueName: "name"
    )
  )
  var implementation: [String] = []

  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Judging and reports") var judging: JudgingOptions
  @OptionGroup(title: "Processes under test") var process: ProcessOptions
  @OptionGroup(title: "Shards") var sharding: ShardOptions

  @Option(
    help: ArgumentHelp(
      "Resume the incomplete run of this run file, or start it.",
      discussion: """
        Without other options it repeats the command recorded in the run file, which starts the \
        program named there. With the options of the run the file need not exist yet, so the same \
        command line works for the first and every later attempt.
        """,
      valueName: "run.jsonl"
    ),
    completion: .file(extensions: ["jsonl"])
  )
  var resume: String?

  @Option(
    help: ArgumentHelp(
      "Run only the cases that failed in this run file or were not as expected.",
      valueName: "run.jsonl"
    ),
    completion: .file(extensions: ["jsonl"])
  )
  var lastFailed: String?

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
    guard let resume else { return try await judge() }
    switch try EarlierAttempt(path: resume) {
    case .complete(let run):
      Terminal.error.write("\(resume): the run is complete, \(run.outcomes.count) cases\n")
      let code = run.footer.flatMap { RunExitCode(rawValue: $0.exitCode) } ?? .couldNotJudge
      try code.throwUnlessExpected()
    case .nothing:
      guard !isResumeAlone else {
        throw ResumeRefusal("\(resume) holds no run yet; give the options of the run, too")
      }
      var command = self
      command.judging.report += [try ReportRequest("jsonl=\(resume)")]
      try await command.judge()
    case .broken(let run):
      let command = isResumeAlone ? try Self.recorded(in: run) : self
      try await command.judge(continuing: Resumption(run), in: resume)
    }
  }

  /// Whether the command line says nothing else than what to continue.
  private var isResumeAlone: Bool { CommandLine.arguments.count <= (resume == nil ? 2 : 4) }

  /// The command whose run file it is.
  private static func recorded(in run: RunFile) throws -> RunCommand {
    let words = Array(run.header.settings.commandLine.dropFirst())
    guard words.first == configuration.commandName, case .implementation = run.header.respondent
    else { throw ResumeRefusal("it is no run of `bnconform run`; give that command again") }
    Terminal.error.write("resuming: bnconform \(words.joined(separator: " "))\n")
    return try RunCommand.parse(Array(words.dropFirst()))
  }

  /// Judges the implementations, or completes the run of one of them.
  private func judge(continuing resumption: Resumption? = nil, in path: String? = nil) async throws
  {
    let choice = try golden.resolve()
    let cases = try lastFailed.map { try LastFailed(path: $0).narrowing(selection.selection) }
    let place = try sharding.place(environment: ProcessInfo.processInfo.environment)
    let names = FileNames.distinct(for: implementations)
    var table = ImplementationTable()
    var isFound = false
    for (implementation, name) in zip(implementations, names) {
      if let resumption, resumption.run.header.respondent != .implementation(implementation) {
        continue
      }
      isFound = true
      var plan = RunPlan(
        files: choice.files,
        selection: cases ?? selection.selection,
        respondent: .implementation(implementation),
        tolerance: judging.tolerance,
        jobs: judging.jobs,
        strict: judging.strict
      )
      plan.processLimits = process.limits
      plan.requestFolder = process.keepRequests
      plan.repeats = process.repeats
      plan.cut = place.map { ShardCut(shard: $0.shard, costs: sharding.shardCosts) }
      var options = judging.replacing("{name}", with: name)
      if let place {
        let text = "\(place.shard.index)-of-\(place.shard.count)"
        options = options.replacing("{shard}", with: text)
      }
      if let path {
        options.report =
          try options.report.filter { $0.format != .jsonl } + [.init("jsonl=\(path)")]
      }
      var run = JudgedRun(golden: choice, plan: plan, options: options)
      (run.shardSource, run.resumption) = (place?.source, resumption)
      let result = try await run.judge()
      table.add(result.run, result.exitCode)
      if result.exitCode.isInterruption { break }
    }
    guard isFound else {
      let name = resumption?.run.header.respondent.text ?? ""
      throw ResumeRefusal("it is a run of \(name), which the command line does not name")
    }
    if implementations.count > 1, resumption == nil { Terminal.output.write(table.text) }
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
