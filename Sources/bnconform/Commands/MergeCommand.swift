// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNAdequacy
internal import BNGoldenCases
internal import BNRunFile
internal import BNPlatform
internal import BNReporting

/// `bnconform merge`: the shards of a run become the run.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Merge the run files of all shards into the unsharded run.",
    discussion: """
      Fails if a shard is missing, duplicated or incomplete, or if shards differ in golden files, \
      implementation or settings. Exits with the code of the unsharded run.
      """
  )

  @Argument(help: "The run files of the shards.", completion: .file(extensions: ["jsonl"]))
  var shards: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The run file to write.", valueName: "run.jsonl")
  )
  var output: String

  @Option(help: ArgumentHelp("The folder of golden files.", valueName: "folder"))
  var golden: String?

  @Option(
    help: ArgumentHelp(
      "Also write a report, such as junit=FILE (repeatable).",
      valueName: "format=file"
    )
  )
  var report: [ReportRequest] = []

  func run() async throws {
    let read = shards.map { FileUse(.read, $0, as: "the run file \($0)") }
    let run = FileUse(.written, output, as: "--output \(output)")
    try (read + [run] + report.uses).requireDistinct()
    var runs: [(name: String, run: RunFile)] = []
    for path in shards { runs.append((path, try RunFile.read(path: path))) }
    let requests = [try ReportRequest("jsonl=\(output)")] + report
    let pending = try requests.map { try PendingReport($0) }
    // The table of kills is that of the golden files which the shards have read, or none.
    let folder = try? GoldenPlaces.find(argument: golden).path
    let kills = folder.flatMap { try? KillTable.read(folder: $0) }
    let merged = try RunMerge.merge(runs) { run in
      run.suiteDigest == kills?.digest ? kills?.claim(run) : nil
    }
    for file in pending { try file.write([merged]) }
    let count = merged.footer?.counts.total ?? 0
    Terminal.error.write("\(output): \(count) cases of \(runs.count) shards\n")
    let code = merged.footer.flatMap { RunExitCode(rawValue: $0.exitCode) } ?? .couldNotJudge
    try code.throwUnlessExpected()
  }
}
