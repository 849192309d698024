// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Comparison
internal import Conformance
internal import Foundation
internal import Reporting

/// How answers are judged and what is shown of it.
struct JudgingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Judge by certified, exact, torch, ulp(K) or allclose(RTOL,ATOL) in place of the cases' own.",
      valueName: "mode"
    )
  )
  var tolerance: ToleranceMode?

  @Flag(help: "Recommended cases decide the exit code, too.")
  var strict = false

  @Option(help: ArgumentHelp("Work on this many files at a time.", valueName: "n"))
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "Which cases get a line. (default: all; smoke: none)")
  var show: ConsoleOptions.Show?

  @Option(
    help: ArgumentHelp(
      "Write a report, FORMAT=FILE: jsonl, junit, html, markdown, ctrf, json, badge (repeatable).",
      valueName: "format=file"
    )
  )
  var report: [ReportRequest] = []

  @Option(
    help: ArgumentHelp(
      "A list of known deviations: lines of case or pattern, status, cause; a reason above them.",
      discussion: """
        What the list expects does not fail the run. What passes, fails for another cause or speaks \
        of no case does.
        """,
      valueName: "file"
    ),
    completion: .file()
  )
  var expect: String?

  @Flag(help: "Rewrite the list of known deviations to what this run found.")
  var fix = false

  @Flag(help: "Show the bit patterns of numbers.")
  var hex = false

  @Flag(name: .shortAndLong, help: "List the first five elements out of tolerance of each tensor.")
  var verbose = false

  @Option(
    help: ArgumentHelp("List so many elements out of tolerance of each tensor, at most five.")
  )
  var maxMismatches: Int?

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("--jobs must be 1 or more, but is \(jobs)") }
    if let maxMismatches, maxMismatches < 0 {
      throw ValidationError("--max-mismatches must be 0 or more, but is \(maxMismatches)")
    }
    try GivenText.refuseEmpty("--expect", expect)
    if fix, expect == nil { throw ValidationError("--fix needs --expect FILE") }
  }

  /// The files that the options name.
  var uses: [FileUse] {
    let reports = report.map {
      FileUse(.written, $0.path, as: "--report \($0.format.rawValue)=\($0.path)")
    }
    let list = expect.map { FileUse(fix ? .written : .read, $0, as: "--expect \($0)") }
    return reports + (list.map { [$0] } ?? [])
  }

  /// What the console shows.
  var console: ConsoleOptions {
    ConsoleOptions(
      show: show ?? .all,
      showsBits: hex,
      maxMismatches: maxMismatches ?? (verbose ? 5 : 0)
    )
  }
}
