// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNGoldenCases
internal import BNReporting

/// `bnconform golden verify`: the files against their manifest, the reference against its accepted run.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check every golden file against its digest in the manifest.",
    discussion: """
      Then runs the reference on every case and compares its run with the accepted one \
      (reports/reference.jsonl beside the golden files).
      """
  )

  @Option(help: ArgumentHelp("The folder of golden files.", valueName: "folder"))
  var golden: String?

  func run() async throws {
    try await GoldenReading.run { reader in
      let folder = try GoldenPlaces.find(argument: golden)
      let manifest = try Manifest.read(folder: folder.path)
      let differences = await manifest.verify(folder: folder, by: reader)
      for difference in differences { Terminal.output.write("✘ \(difference)\n") }
      guard differences.isEmpty else {
        // A file that nobody can read is not another file: it could not be judged.
        let isUnreadable = differences.contains { if case .unreadable = $0 { true } else { false } }
        let code: RunExitCode = isUnreadable ? .couldNotJudge : .notAsExpected
        return try code.throwUnlessExpected()
      }
      let cases = manifest.files.map(\.cases).reduce(0, +)
      Terminal.output.write(
        "✔ \(cases) cases in \(manifest.files.count) files, digest \(manifest.digest)\n"
      )
      try await verifyReport(folder, reader)
    }
  }

  /// Sets the reference's run beside the accepted one.
  private func verifyReport(
    _ folder: GoldenFolder,
    _ reader: some GoldenReader
  ) async throws {
    let report = GoldenReport(folder: folder)
    guard let accepted = try report.accepted() else {
      Terminal.output.write("· \(report.path): there is no accepted run of the reference\n")
      return
    }
    let current = try await report.current(by: reader)
    let differences = try GoldenReport.differences(accepted: accepted, current: current)
    for line in differences { Terminal.output.write("✘ reference: \(line)\n") }
    guard differences.isEmpty else { return try RunExitCode.notAsExpected.throwUnlessExpected() }
    Terminal.output.write("✔ the reference's run is the accepted one\n")
  }
}
