// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNRunning
internal import BNPlatform
internal import BNGoldenCases
internal import BNImplementations
internal import BNReporting

/// One run from the command line, with its console and its reports.
struct JudgedRun {
  let golden: GoldenChoice
  let plan: RunPlan
  let options: JudgingOptions
  /// The earlier attempt that is continued, if one is.
  var resumption: Resumption?
  /// Who watches the run in place of the console.
  var observer: (any RunObserver)?

  /// The files that the run reads and writes.
  var uses: [FileUse] {
    var uses = golden.uses + options.uses
    switch plan.respondent {
    case .answers(let path): uses.append(FileUse(.read, path, as: "the answers file \(path)"))
    case .implementation(let text):
      uses += (CommandWords.split(text) ?? []).map {
        FileUse(.read, $0, as: "\($0), which the implementation is made of")
      }
    }
    return uses
  }

  /// Runs the plan and throws the exit code, unless all is as expected.
  func execute() async throws {
    try uses.requireDistinct()
    try await judge().exitCode.throwUnlessExpected()
  }

  /// Runs the plan, shows the run and writes the reports.
  func judge() async throws -> JudgedCases {
    try await GoldenReading.run { reader in try await judge(by: reader) }
  }

  private func judge(by reader: some GoldenReader) async throws -> JudgedCases {
    let expectations = try options.expect.map { try ExpectationFile($0, isToBeFixed: options.fix) }
    // Paths that cannot be written are found out now, not after the run.
    let runFile = options.report.first { $0.format == .jsonl }
    let writer = try runFile.map { request in
      resumption == nil
        ? try RunFileWriter(path: request.path) : try RunFileWriter(replacing: request.path)
    }
    let reports = try options.report.filter { $0 != runFile }.map { try PendingReport($0) }

    let manifest = try golden.manifest()
    let kills = try golden.kills()
    var plan = plan
    if plan.settings.smoke == true, kills == nil {
      // Without a table of kills, those cases that were chosen for an implementation which takes everything.
      plan.settings.smoke = nil
      plan.settings.selection.tags.append("smoke")
    }
    var header = RunHeader(
      started: Date.now.formatted(.iso8601),
      respondent: plan.respondent,
      manifestDigest: manifest?.digest.hexadecimal,
      settings: plan.settings
    )
    if let resumption {
      let earlier = resumption.run.header
      var differences = earlier.differences(from: header)
      if earlier.settings.shard != header.settings.shard {
        let texts = [earlier, header].map { $0.settings.shard.map { "\($0)" } ?? "none" }
        differences.append("shard: \(texts[0]) and \(texts[1])")
      }
      guard differences.isEmpty else {
        throw ResumeRefusal(
          differences.map { "then and now differ in \($0)" }.joined(separator: "; ")
        )
      }
      header = earlier
    }
    let environment = ProcessInfo.processInfo.environment
    let console: any RunObserver =
      observer
      ?? ConsoleReport(
        options: options.console,
        output: ConsoleStream(.output, environment: environment),
        error: ConsoleStream(.error, environment: environment)
      )
    let run = ConformanceRun(
      plan: plan,
      header: header,
      reader: reader,
      manifest: manifest,
      expectations: expectations?.list,
      kills: kills,
      resumption: resumption
    )
    let interruption = Interruption()
    let signals = InterruptSignals(interruption)
    defer { signals.cancel() }
    let result = try await run.run(writer: writer, observer: console, interruption: interruption)
    for report in reports { try report.write([result.run]) }
    if environment["GITHUB_ACTIONS"] == "true", observer == nil {
      for line in GitHubAnnotations.lines([result.run]) { Terminal.data.write(line + "\n") }
    }
    if result.exitCode == .nothingJudged, result.run.outcomes.isEmpty {
      await SelectionAdvice.tell(plan, reader)
    }
    if options.fix { try expectations?.fix(result, strict: plan.settings.strict) }
    return result
  }
}
