// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import Foundation
internal import Reporting

/// `bnconform doctor`: whether this machine has what a run needs.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look whether this machine has what a run needs, and say what is missing.",
    discussion: "Ends with 2 if something is in the way of every run."
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
      Terminal.output.write(bad == 0 ? "nothing is missing\n" : "\(bad) in the way of a run\n")
      if bad > 0 { try RunExitCode.couldNotJudge.throwUnlessExpected() }
    }
  }
}
