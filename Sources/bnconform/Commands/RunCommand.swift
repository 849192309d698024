// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNRunning
internal import BNPlatform
internal import BNImplementations
internal import BNReporting

/// `bnconform run`: judges implementations.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run the golden cases on an implementation and judge its answers.",
    discussion: """
      Example: bnconform run --implementation 'python3 adapter.py' --show failures
      """
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
  @OptionGroup(title: "Selection") var presentation: PresentationOptions
  @OptionGroup(title: "Judging and reports") var judging: JudgingOptions
  @OptionGroup(title: "Processes under test") var process: ProcessOptions
  @OptionGroup(title: "Shards") var sharding: ShardOptions

  @Option(
    help: ArgumentHelp(
      "Resume the incomplete run of this run file, or start it.",
      discussion: """
        As the only option it repeats the command recorded in the run file, which starts the \
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
      discussion: """
        Without --implementation the one of the run file is judged, if it is one of ours.
        """,
      valueName: "run.jsonl"
    ),
    completion: .file(extensions: ["jsonl"])
  )
  var lastFailed: String?

  func validate() throws {
    for name in implementation {
      do throws(UnknownImplementationError) {
        _ = try ImplementationRegistry.find(name)
      } catch {
        throw ValidationError("\(error)")
      }
    }
    let files = judging.report.map(\.path) + [judging.expect].compactMap(\.self)
    if implementation.count > 1, let file = files.first(where: { !$0.contains("{name}") }) {
      throw ValidationError("several implementations: write {name} into \(file)")
    }
  }

  private static let nobodyToJudge = ValidationError(
    """
    say what to judge: --implementation 'PROGRAM ARGUMENTS', --implementation ./LIBRARY.so, or \
    --implementation reference for our own
    """
  )

  func run() async throws {
    guard let resume else { return try await judge() }
    switch try EarlierAttempt(path: resume) {
    case .nothing:
      guard !isResumeAlone else {
        throw ResumeRefusal("\(resume) holds no run yet; give the options of the run, too")
      }
      try await writing(resume).judge()
    case .run(let run):
      if !run.isUnfinished {
        Terminal.error.write("\(resume): the run is complete, \(run.outcomes.count) cases\n")
        if isResumeAlone { return try RunExitCode(run).throwUnlessExpected() }
      }
      // What else is asked for, such as other reports, is done with the verdicts on file.
      let command = isResumeAlone ? try Self.recorded(in: run) : self
      try await command.writing(resume).judge(continuing: Resumption(run))
    }
  }

  /// The command with this run file as its first report.
  private func writing(_ runFile: String) -> RunCommand {
    let file = FileIdentity(runFile)
    var command = self
    command.judging.report.removeAll {
      $0.format == .jsonl && file != nil && FileIdentity($0.path) == file
    }
    command.judging.report.insert(ReportRequest(format: .jsonl, path: runFile), at: 0)
    return command
  }

  /// Whether the words of the command line are those of `--resume FILE` and no others: one word more, and
  /// nothing is started because a file names it.
  private var isResumeAlone: Bool {
    guard let resume else { return false }
    let name = Self.configuration.commandName ?? ""
    let words = Array(CommandLine.arguments.dropFirst())
    return words == [name, "--resume", resume] || words == [name, "--resume=\(resume)"]
  }

  /// The command whose run file it is.
  private static func recorded(in run: RunFile) throws -> RunCommand {
    let words = Array(run.header.settings.commandLine.dropFirst())
    guard words.first == configuration.commandName, case .implementation = run.header.respondent
    else { throw ResumeRefusal("it is no run of `bnconform run`; give that command again") }
    let text = words.map(ShellWord.quoted).joined(separator: " ")
    Terminal.error.write("resuming: bnconform \(OneLine.text(text))\n")
    var command = try RunCommand.parse(Array(words.dropFirst()))
    // The run file was its first one, unless it was continued already.
    if command.resume == nil,
      let first = command.judging.report.firstIndex(where: { $0.format == .jsonl })
    {
      command.judging.report.remove(at: first)
    }
    return command
  }

  /// Judges the implementations, or completes the run of one of them.
  private func judge(continuing resumption: Resumption? = nil) async throws {
    let runs = try plannedRuns(continuing: resumption)
    var uses = runs.flatMap(\.uses) + process.uses + sharding.uses
    if let lastFailed { uses.append(FileUse(.read, lastFailed, as: "--last-failed \(lastFailed)")) }
    try uses.requireDistinct()
    var table = ImplementationTable()
    for run in runs {
      let result = try await run.judge()
      table.add(result.run, result.exitCode)
      if result.exitCode.isInterruption { break }
    }
    if implementation.count > 1, resumption == nil { Terminal.output.write(table.text) }
    try table.exitCode.throwUnlessExpected()
  }

  /// A run for each implementation; of a run that is continued only that one.
  private func plannedRuns(continuing resumption: Resumption?) throws -> [JudgedRun] {
    let choice = try golden.resolve()
    let failed = try lastFailed.map { try LastFailed(path: $0) }
    let cases = try failed?.narrowing(selection) ?? selection.selection
    let implementations =
      try implementation.isEmpty ? failed.map { [try $0.implementation()] } : implementation
    guard let implementations else { throw Self.nobodyToJudge }
    let place = try sharding.place(environment: ProcessInfo.processInfo.environment)
    let runs = zip(implementations, FileNames.distinct(for: implementations)).map {
      implementation,
      name in
      var plan = judging.plan(choice, cases, .implementation(implementation))
      process.apply(to: &plan)
      presentation.apply(to: &plan)
      (plan.settings.shard, plan.settings.shardSource) = (place?.shard, place?.source)
      plan.shardCosts = sharding.shardCosts
      var options = judging.replacing("{name}", with: name)
      if let place {
        let text = "\(place.shard.index)-of-\(place.shard.count)"
        options = options.replacing("{shard}", with: text)
      }
      return JudgedRun(golden: choice, plan: plan, options: options, resumption: resumption)
    }
    guard let resumption else { return runs }
    let due = runs.filter { $0.plan.respondent == resumption.run.header.respondent }
    guard !due.isEmpty else {
      let name = OneLine.text(resumption.run.header.respondent.text)
      throw ResumeRefusal("it is a run of \(name), which the command line does not name")
    }
    return due
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
