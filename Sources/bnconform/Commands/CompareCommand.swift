// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import ArgumentParser
internal import BNRunFile
internal import BNPlatform
internal import BNReporting

/// `bnconform compare`: what became of one run's cases in another.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two runs of the same golden files: new failures, fixes and changed margins.",
    discussion: """
      Exits with 1 if a case fails that passed before, or a share of the allowed error grew by more \
      than --max-drift. Example: bnconform compare main.jsonl branch.jsonl --max-drift 0.1
      """
  )

  @Argument(help: "The older run file.")
  var old: String

  @Argument(help: "The newer run file.")
  var new: String

  @Option(
    help: ArgumentHelp(
      "The largest permitted increase of a case's share of the allowed error.",
      valueName: "share"
    )
  )
  var maxDrift: Double?

  @Option(help: ArgumentHelp("Also write the comparison as Markdown.", valueName: "file"))
  var markdown: String?

  @Option(help: ArgumentHelp("Also write the comparison as an HTML page.", valueName: "file"))
  var html: String?

  @Flag(help: "Also compare runs of different golden files, by case id.")
  var anyGolden = false

  func validate() throws {
    if let maxDrift, !(maxDrift >= 0) {
      throw ValidationError("--max-drift must be 0 or more, but is \(maxDrift)")
    }
  }

  func run() async throws {
    let read = [old, new].map { FileUse(.read, $0, as: "the run file \($0)") }
    let written = [("--markdown", markdown), ("--html", html)].compactMap { option, path in
      path.map { FileUse(.written, $0, as: "\(option) \($0)") }
    }
    try (read + written).requireDistinct()
    let (before, after) = (try RunFile.read(path: old), try RunFile.read(path: new))
    if !anyGolden { try DifferentGoldensError.check(old: before, new: after) }
    let difference = RunDifference(old: before, new: after)
    let text = DifferenceText(difference, old: before, new: after)
    Terminal.output.write(text.text)
    if let markdown { try OutputFile.write(text.markdown.utf8, to: markdown) }
    if let html {
      let page = DifferencePage(difference, old: before, new: after).page
      try OutputFile.write(page.utf8, to: html)
    }
    let drifted = maxDrift.map { difference.largestDrift > $0 } ?? false
    if !difference.regressions.isEmpty || drifted {
      try RunExitCode.notAsExpected.throwUnlessExpected()
    }
  }
}
