// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import BNVerdicts
internal import ArgumentParser
internal import BNRunFile
internal import BNRunning
internal import BNPlatform
internal import BNReporting

/// `bnconform golden accept`: pending files become golden, if the reference agrees with every bit.
struct AcceptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Accept pending golden files if the reference reproduces every bit of them.",
    discussion: """
      All of the files are accepted, or none, and with them the reference's run \
      (reports/reference.jsonl). Refuses under CI.
      """
  )

  @OptionGroup var options: PendingOptions

  @Flag(help: "Accept only the current run of the reference; no file needs to be pending.")
  var report = false

  func run() async throws {
    try PendingOptions.refuseUnderCI()
    if report { return try await acceptReport() }
    var folder = try options.folder()
    let names = try folder.names(options.files)
    let acceptance = Acceptance(folder: folder, names: names)
    let plan = acceptance.plan(jobs: ProcessInfo.processInfo.activeProcessorCount)
    let choice = GoldenChoice(source: .files, files: plan.files)
    let judging = try JudgingOptions.parse(["--show", "failures"])
    let result = try await JudgedRun(golden: choice, plan: plan, options: judging).judge()
    if result.exitCode.isInterruption { try result.exitCode.throwUnlessExpected() }
    let objections = acceptance.objections(result.run)
    guard objections.isEmpty else {
      for objection in objections { Terminal.output.write("✘ \(objection)\n") }
      Terminal.output.write("nothing was accepted\n")
      let code: RunExitCode = result.run.problems.isEmpty ? .notAsExpected : .couldNotJudge
      return try code.throwUnlessExpected()
    }
    let changes = names.map { "✔ \($0)  \(folder.change($0).rawValue)\n" }
    try folder.accept(names, toolVersion: ToolVersions.current.bnconform)
    Terminal.output.write(changes.joined() + "\(names.count) files accepted\n")
    try await acceptReport()
  }

  private func acceptReport() async throws {
    let report = GoldenReport(folder: try GoldenPlaces.find(argument: options.golden))
    let current = try await GoldenReading.run { reader in try await report.current(by: reader) }
    let wrong = current.outcomes.filter { $0.outcome.status != .passed }
    guard wrong.isEmpty, current.problems.isEmpty else {
      for record in wrong { Terminal.output.write("✘ \(record.outcome.id)\n") }
      throw AcceptanceError("the reference does not pass every case; its run was not accepted")
    }
    let url = URL(filePath: report.path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try OutputFile.write(try current.encoded(), to: url.path(percentEncoded: false))
    Terminal.output.write("✔ \(report.path)\n")
  }
}
