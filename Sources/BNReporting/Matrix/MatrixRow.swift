// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNDiagnosis
package import BNRunFile
internal import BNVerdicts
internal import BNGoldenCases

/// What one run says of an implementation, in the numbers that a table shows.
package struct MatrixRow: Equatable, Codable, Sendable {
  /// How many cases came out in which way.
  package struct Counts: Equatable, Codable, Sendable {
    /// All tensors within their allowance.
    package var passed = 0
    /// Wrong values, missing or wrong errors, wrong shapes or types.
    package var failed = 0
    /// What the implementation cannot express.
    package var unsupported = 0
    /// What could not be judged: crashes, hangs, allowances that say nothing.
    package var unjudged = 0

    /// How many there are.
    package var total: Int { passed + failed + unsupported + unjudged }
  }

  /// A cause and how many of the failing cases it explains.
  package struct Cause: Equatable, Codable, Sendable {
    /// The faults' names; more than one where the cases cannot tell them apart.
    package var faults: [String]
    /// What is wrong, in words.
    package var summary: String
    /// How many failing cases it explains.
    package var explained: Int
  }

  /// The name of the adapter.
  package var name: String
  /// What the implementation calls itself, with its version and language.
  package var implementation: String
  /// `torch` or `math`.
  package var profile: String = ""
  /// The digest of the golden suite.
  package var suite: String?
  /// Over all cases.
  package var counts: Counts = Counts()
  /// Of the cases that decide, those that did not pass.
  package var requiredFailures: Int = 0
  /// How many known faults there are, and how many the run could have seen.
  package var known: Int?
  package var seen: Int?
  /// By feature.
  package var features: [String: Counts] = [:]
  /// The worst grade among the tensors that passed.
  package var grade: String?
  /// The depth h that they needed.
  package var neededDepth: Double?
  /// What the answers show of the implementation, most frequent value of each trait.
  package var facts: [String: String] = [:]
  /// The causes, the best first.
  package var causes: [Cause] = []
  /// Why there is no run, if there is none.
  package var missing: String?

  /// A row for what could not be installed or run.
  package init(name: String, missing: String) {
    self.name = name
    implementation = name
    self.missing = missing
  }

  /// The row of a run.
  package init(name: String, run: RunFile) {
    let outcomes = run.outcomes.map(\.outcome)
    self.name = name
    implementation = OneLine.text(run.implementationText)
    profile = run.header.settings.selection.profile.rawValue
    suite = run.header.manifestDigest
    counts = Counts(outcomes)
    requiredFailures = outcomes.count { $0.level == .required && $0.status.isFailure }
    (known, seen) = (run.claim?.known, run.claim?.seen)
    features = Dictionary(grouping: outcomes) { outcome in
      outcome.id.split(separator: "/").first.map(String.init) ?? ""
    }.mapValues { Counts($0) }
    let grades = outcomes.flatMap(\.items).filter { $0.verdict == .passed }.compactMap(\.grade)
    grade = Grade.allCases.last { grades.contains($0) }?.rawValue
    let traits = TraitSummary(outcomes)
    neededDepth = traits.neededDepth
    facts = traits.rows.reduce(into: [:]) { facts, row in
      facts[row.trait.rawValue] = row.values.first?.value
    }
    causes = CauseSummary(outcomes, strict: run.header.settings.strict).causes.map { cause in
      let names = cause.faults.prefix(3).map { CauseText.sentence([$0]) }
      return Cause(
        faults: cause.faults,
        summary: names.joined(separator: ", or "),
        explained: cause.explained
      )
    }
  }
}

extension MatrixRow.Counts {
  fileprivate init(_ outcomes: [CaseOutcome]) {
    for outcome in outcomes {
      switch outcome.status {
      case .passed, .unexpectedPass: passed += 1
      case .failed, .wrongStructure, .expectedFailure: failed += 1
      case .unsupported: unsupported += 1
      case .errored, .untrusted, .notRun: unjudged += 1
      }
    }
  }
}

extension OutcomeStatus {
  /// Whether an answer was judged and is wrong.
  fileprivate var isFailure: Bool {
    switch self {
    case .failed, .wrongStructure, .expectedFailure: true
    case .passed, .unsupported, .errored, .unexpectedPass, .untrusted, .notRun: false
    }
  }
}
