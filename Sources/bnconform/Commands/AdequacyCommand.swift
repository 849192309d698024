// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNAdequacy
internal import BNExploration
internal import BNFaults
internal import BNRunFile
internal import BNPlatform
internal import BNGoldenCases
internal import BNReporting

/// Shows that every known fault fails a required case and that no sound implementation does.
struct AdequacyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adequacy",
    abstract: "Show that required cases detect every known fault and reject no sound code.",
    discussion: "Exits with 1 if a fault goes undetected or a sound implementation fails."
  )

  /// How the result is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup(title: "Golden files") var golden: GoldenOptions

  @Option(help: "The output format: text or json.")
  var format = Format.text

  @Option(help: "The number of faults to run in parallel.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Option(
    help: ArgumentHelp(
      "Write the smallest set of cases that detects every fault.",
      valueName: "file"
    )
  )
  var smoke: String?

  @Option(
    help: ArgumentHelp(
      "Write which fault fails which required case in which form (\(KillTable.fileName)) instead.",
      valueName: "file"
    )
  )
  var kills: String?

  @Flag(help: "Show how the diagnosis names each fault instead.")
  var diagnosis = false

  @Option(
    help: ArgumentHelp(
      "With --diagnosis: draw sets of so many faults at once.",
      discussion: "Of 2, 200 sets are drawn, of 3 and more 100, always the same ones.",
      valueName: "faults"
    )
  )
  var atOnce = 1

  @Option(
    help: ArgumentHelp(
      "Search for data on which sound code comes closest to the bound instead.",
      discussion:
        "Draws this many random regimes, then varies the worst of each tensor half as often.",
      valueName: "regimes"
    )
  )
  var adversarial: Int?

  @Option(
    help: ArgumentHelp(
      "Show how many drawn cases it takes to see each fault, and whether sound code fails any, instead.",
      discussion: "Draws this many cases of each of four seeds, of both profiles.",
      valueName: "draws"
    )
  )
  var explore: Int?

  @Flag(help: "Show what published tolerances detect on the same cases instead.")
  var publishedRules = false

  func validate() throws {
    guard (1...4).contains(atOnce) else { throw ValidationError("--at-once takes 1 to 4.") }
    guard atOnce == 1 || diagnosis else {
      throw ValidationError("--at-once says how many faults --diagnosis draws; add --diagnosis.")
    }
  }

  func run() async throws {
    try await GoldenReading.run { reader in
      if let adversarial {
        let rows = await AdversarialSearch(trials: adversarial, climbs: adversarial / 2).run()
        Terminal.output.write(rows.text)
        if rows.contains(where: { $0.share > 1 }) {
          try RunExitCode.notAsExpected.throwUnlessExpected()
        }
        return
      }
      if let explore {
        let report = await ExplorationStudy(draws: explore).run(jobs: jobs)
        Terminal.output.write(report.text)
        if !report.falseAlarms.isEmpty { try RunExitCode.notAsExpected.throwUnlessExpected() }
        return
      }
      let choice = try golden.resolve()
      let written =
        [(smoke, "--smoke"), (kills, "--kills")].compactMap { path, option in
          path.map { FileUse(.written, $0, as: "\(option) \($0)") }
        }
      try (choice.uses + written).requireDistinct()
      var cases: [GoldenCase] = []
      var digests: [String: ContentDigest] = [:]
      for file in choice.files {
        let found = try await reader.allCases(in: file.path)
        digests[file.name] = ContentDigest(cases: found)
        cases += found
      }
      if let kills {
        let digest = ContentDigest(files: digests)
        let table = await KillStudy(cases: cases, digest: digest).run(jobs: jobs)
        try OutputFile.write(try table.encoded(), to: kills)
        return
      }
      if diagnosis {
        let mistakes =
          atOnce == 1
          ? FaultCatalogue.all.map { [$0] }
          : DiagnosisStudy.draw(atOnce == 2 ? 200 : 100, of: atOnce, seed: UInt64(atOnce))
        let rows = await DiagnosisStudy(cases: cases).run(mistakes, jobs: jobs)
        Terminal.output.write(rows.text)
        return
      }
      if publishedRules {
        let rows = await PublishedRuleStudy(cases: cases).run(jobs: jobs)
        Terminal.output.write(rows.text)
        return
      }
      let report = await AdequacyStudy(cases: cases).run(jobs: jobs)
      Terminal.output.write(format == .json ? try report.json() : report.text)
      let stale = try choice.manifest() == nil ? nil : staleness(of: choice, report)
      if let stale { Terminal.output.write("STALE: \(stale)\n") }
      if let smoke {
        let lines = report.smallestSet.sorted().joined(separator: "\n") + "\n"
        try OutputFile.write(lines.utf8, to: smoke)
      }
      if !report.survivors.isEmpty || !report.unseenDialects.isEmpty || !report.falseAlarms.isEmpty
        || stale != nil
      {
        try RunExitCode.notAsExpected.throwUnlessExpected()
      }
    }
  }

  /// What the table of kills of a folder says otherwise than the faults' own answers; nil if nothing.
  private func staleness(of choice: GoldenChoice, _ report: AdequacyReport) throws -> String? {
    let advice =
      "`bnconform adequacy --kills \(choice.folder ?? "")/\(KillTable.fileName)` makes it anew"
    guard let kills = try choice.kills() else {
      return "no \(KillTable.fileName) belongs to the golden files; \(advice)"
    }
    let wrong = report.rows.filter { Set(kills.killers(of: $0.fault.name)) != Set($0.required) }
    guard !wrong.isEmpty else { return nil }
    let names = wrong.prefix(5).map(\.fault.name).joined(separator: ", ")
    return "\(KillTable.fileName) says otherwise of \(wrong.count) faults: \(names); \(advice)"
  }
}
