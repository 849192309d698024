// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import Foundation
internal import Reporting

/// `bnconform golden accept`: pending files become golden, if the reference agrees with every bit.
struct AcceptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Accept pending golden files if the reference agrees with every bit of them.",
    discussion: "All of the files are accepted, or none. Refuses under CI."
  )

  @OptionGroup var options: PendingOptions

  func run() async throws {
    try PendingOptions.refuseUnderCI()
    var folder = try options.folder()
    let names = try folder.names(options.files)
    let acceptance = Acceptance(folder: folder, names: names)
    let plan = acceptance.plan(jobs: ProcessInfo.processInfo.activeProcessorCount)
    let choice = GoldenChoice(source: .files, files: plan.files)
    let judging = try JudgingOptions.parse(["--show", "failures"])
    let result = try await JudgedRun(golden: choice, plan: plan, options: judging).judge()
    if result.exitCode == .interrupted { try result.exitCode.throwUnlessExpected() }
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
  }
}
