// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import Foundation
internal import GoldenCases
internal import Reporting

/// Shows that every known fault fails a required case and that no sound implementation does.
struct AdequacyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adequacy",
    abstract: "Show that every known fault dies on a required case and no sound code does.",
    discussion: "Ends with 1 if a fault survives unexplained or a sound implementation fails."
  )

  /// How the result is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup(title: "Golden files") var golden: GoldenOptions

  @Option(help: "text or json.")
  var format = Format.text

  @Option(help: "So many faults at a time.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Option(
    help: ArgumentHelp("Write the smallest set that kills all to this file.", valueName: "file")
  )
  var smoke: String?

  @Flag(help: "Show instead how each fault is named by the diagnosis of its failures.")
  var diagnosis = false

  @Option(
    help: ArgumentHelp(
      "Search instead for data on which sound code uses most of its allowance.",
      discussion: "So many random regimes, then half as many changes to the worst of each tensor.",
      valueName: "regimes"
    )
  )
  var adversarial: Int?

  @Flag(help: "Show instead what published tolerances see on the same cases.")
  var publishedRules = false

  func run() async throws {
    try await Isolation.run {
      if let adversarial {
        let rows = await AdversarialSearch(trials: adversarial, climbs: adversarial / 2).run()
        Terminal.output.write(AdversarialText(rows).text)
        if rows.contains(where: { $0.share > 1 }) {
          try RunExitCode.notAsExpected.throwUnlessExpected()
        }
        return
      }
      let choice = try golden.resolve()
      let written = smoke.map { [FileUse(.written, $0, as: "--smoke \($0)")] } ?? []
      try (choice.uses + written).requireDistinct()
      var cases: [GoldenCase] = []
      for file in choice.files {
        for result in try GoldenFile.read(path: file.path).cases { cases.append(try result.get()) }
      }
      if diagnosis {
        let rows = await DiagnosisStudy(cases: cases).run(jobs: jobs)
        Terminal.output.write(DiagnosisText(rows).text)
        return
      }
      if publishedRules {
        let rows = await PublishedRuleStudy(cases: cases).run(jobs: jobs)
        Terminal.output.write(PublishedRuleText(rows).text)
        return
      }
      let report = await AdequacyStudy(cases: cases).run(jobs: jobs)
      let text = AdequacyText(report)
      Terminal.output.write(format == .json ? try text.json() : text.text)
      if let smoke {
        let lines = report.smallestSet.sorted().joined(separator: "\n") + "\n"
        try OutputFile.write(lines.utf8, to: smoke)
      }
      if !report.survivors.isEmpty || !report.unseenDialects.isEmpty || !report.falseAlarms.isEmpty
      {
        try RunExitCode.notAsExpected.throwUnlessExpected()
      }
    }
  }
}
