// SPDX-License-Identifier: MIT

import BatchNorm
import BNBounds
import BNGoldenCases
import BNTensors

@testable import BNRunFile
@testable import BNVerdicts

/// Outcomes, headers and records made up for tests.
enum Synthetic {
  static func outcome(
    _ id: String = "test/one/f32",
    _ status: OutcomeStatus = .passed,
    level: CaseLevel = .required,
    isDeclared: Bool? = nil
  ) -> CaseOutcome {
    var outcome = CaseOutcome(
      id: id,
      title: "A test",
      level: level,
      profile: .math,
      rules: ["R22"],
      tags: ["test"],
      status: status,
      reason: status == .passed ? nil : "because",
      milliseconds: 1.25,
      rationale: "Made up."
    )
    outcome.isDeclared = isDeclared
    return outcome
  }

  static func metadata(
    level: CaseLevel = .required,
    profile: CaseProfile = .math,
    tags: [String] = []
  ) -> CaseMetadata {
    CaseMetadata(
      title: "A test",
      rationale: "Made up.",
      rules: [],
      level: level,
      profile: profile,
      tags: tags
    )
  }

  static func plan(_ files: [String], jobs: Int = 1) -> RunPlan {
    RunPlan(
      files: PlannedFile.list(files),
      respondent: .implementation("reference"),
      jobs: jobs
    )
  }

  static func header(_ files: [String] = ["a.h5", "b.h5"]) -> RunHeader {
    var settings = plan(files).settings
    settings.commandLine = ["bnconform", "run"]
    return RunHeader(
      started: "2026-01-31T12:00:00Z",
      respondent: .implementation("reference"),
      settings: settings
    )
  }

  static func digest(_ digit: Character) throws -> ContentDigest? {
    ContentDigest(String(repeating: digit, count: 64))
  }

  static func record(_ file: String, _ ids: [String]) -> FileRecord {
    FileRecord(file: file, cases: ids.count, selected: ids)
  }

  static func recorded(_ file: String, _ id: String) -> RunRecord {
    .outcome(RecordedOutcome(file: file, outcome: outcome(id)))
  }
}
