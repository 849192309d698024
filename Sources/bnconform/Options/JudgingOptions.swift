// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNBounds
internal import BNRunFile
internal import BNPlatform
internal import BNReporting

/// How answers are judged and what is shown of it.
struct JudgingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Replace the tolerance of the cases: certified, exact, torch, ulp(K) or allclose(RTOL,ATOL).",
      valueName: "mode"
    )
  )
  var tolerance: ToleranceMode?

  @Flag(help: "Failing recommended cases fail the run as well.")
  var strict = false

  @Option(
    help: ArgumentHelp(
      "Fail unless every case of this scope is judged and passes (repeatable), as training/float32/2d.",
      discussion: """
        A scope is a mode (inference, training, gradients, second-order), a type (float32; bfloat16+float32 \
        with parameters of another type) and a kind of layer (1d, 2d, 3d, nd; nc or ncl for one rank of 1d; any).
        """,
      valueName: "scope"
    )
  )
  var require: [Scope] = []

  @Option(help: ArgumentHelp("The number of files to run in parallel.", valueName: "n"))
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @Option(
    help: ArgumentHelp(
      "Which cases to list. (default: brief; smoke: none)",
      discussion: """
        brief lists the first passing cases, the first failure of each cause, and the reasons of \
        unsupported cases with their counts; failures lists each case that is not as expected; all \
        lists each case; none prints the summary only.
        """
    )
  )
  var show: ConsoleOptions.Show?

  @Option(
    help: ArgumentHelp(
      """
      Write a report (repeatable); FORMAT is jsonl, junit, junit-tensors, html, markdown, ctrf, json \
      or badge.
      """,
      valueName: "format=file"
    )
  )
  var report: [ReportRequest] = []

  @Option(
    help: ArgumentHelp(
      "A list of known deviations: lines of case or pattern, status and cause, below a reason.",
      discussion: """
        Listed failures do not fail the run. A listed case that passes or fails differently, or an \
        entry that matches no case, fails the run.
        """,
      valueName: "file"
    ),
    completion: .file()
  )
  var expect: String?

  @Flag(help: "Rewrite the list of known deviations to the results of this run.")
  var fix = false

  @Flag(help: "Show the bit patterns of numbers.")
  var hex = false

  @Flag(name: .shortAndLong, help: "List the first five elements out of tolerance of each tensor.")
  var verbose = false

  @Option(
    help: ArgumentHelp(
      "List up to this many elements out of tolerance of each tensor, at most five."
    )
  )
  var maxMismatches: Int?

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("--jobs must be 1 or more, but is \(jobs)") }
    if let maxMismatches, maxMismatches < 0 {
      throw ValidationError("--max-mismatches must be 0 or more, but is \(maxMismatches)")
    }
    if fix, expect == nil { throw ValidationError("--fix needs --expect FILE") }
  }

  /// The files that the options name.
  var uses: [FileUse] {
    let list = expect.map { FileUse(fix ? .written : .read, $0, as: "--expect \($0)") }
    return report.uses + (list.map { [$0] } ?? [])
  }

  /// The plan of a run that is judged in this way.
  func plan(
    _ golden: GoldenChoice,
    _ selection: CaseSelection,
    _ respondent: Respondent
  ) -> RunPlan {
    var settings = RunSettings(
      files: golden.files,
      golden: golden.source,
      folder: golden.source == .folder ? golden.folder : nil,
      selection: selection,
      tolerance: tolerance,
      strict: strict,
      jobs: jobs,
      commandLine: CommandLine.arguments
    )
    settings.require = require.isEmpty ? nil : require
    return RunPlan(settings, respondent: respondent)
  }

  /// What the console shows.
  var console: ConsoleOptions {
    ConsoleOptions(
      show: show ?? .brief,
      showsBits: hex,
      maxMismatches: maxMismatches ?? (verbose ? 5 : 0)
    )
  }
}
