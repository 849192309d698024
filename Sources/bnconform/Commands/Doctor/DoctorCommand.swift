// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNPlatform
internal import BNReporting

/// `bnconform doctor`: whether this machine has what a run needs.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check that this machine has what a run needs.",
    discussion: "Exits with 2 if a problem prevents every run."
  )

  @Option(help: ArgumentHelp("The folder of golden files.", valueName: "folder"))
  var golden: String?

  func run() async throws {
    try await GoldenReading.run { reader in
      let findings = await Checkup(
        environment: ProcessInfo.processInfo.environment,
        golden: golden
      ).findings(by: reader)
      for finding in findings { Terminal.output.write(finding.text) }
      let bad = findings.count { $0.state == .bad }
      let problems = bad == 1 ? "1 problem prevents" : "\(bad) problems prevent"
      Terminal.output.write(bad == 0 ? "no problem found\n" : "\(problems) a run\n")
      if bad > 0 { try RunExitCode.couldNotJudge.throwUnlessExpected() }
    }
  }
}
