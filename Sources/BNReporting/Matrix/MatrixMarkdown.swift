// SPDX-License-Identifier: MIT

internal import BNVerdicts

/// The matrix as Markdown: verdicts, what the answers show, cases by feature.
extension ImplementationMatrix {
  /// The whole text.
  package var markdown: String {
    [
      "# Conformance of real implementations",
      """
      Computed by `bnconform matrix` from the run files in this folder, which `tools/matrix` writes. \
      Profile `math` is what any BatchNorm can express; profile `torch` adds PyTorch's own policies. \
      A case that an implementation cannot express counts as unsupported, not as failed. The grade is \
      the worst among passing cases (exact, high, blocked, certified); h is the summation depth that \
      they needed.
      """,
      "## Verdicts", verdicts, "## Conventions seen in the answers", facts, "## Likely causes",
      causes,
      "## Cases by feature: passed / failed / unsupported", features, missing,
    ].filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var judged: [MatrixRow] { rows.filter { $0.missing == nil } }

  private var verdicts: String {
    table(
      [
        "implementation", "version", "profile", "cases", "passed", "failed", "of these required",
        "unsupported", "not judged", "known faults that would be seen", "grade", "h", "top cause",
      ],
      rows.map { row in
        guard row.missing == nil else { return [row.name, "not measured"] }
        let counts = row.counts
        return [row.name, row.implementation, row.profile]
          + [
            counts.total, counts.passed, counts.failed, row.requiredFailures, counts.unsupported,
            counts.unjudged,
          ].map(String.init)
          + [
            row.seen.flatMap { seen in row.known.map { "\(seen) of \($0)" } } ?? "",
            row.grade ?? "", row.neededDepth.map { Self.depth($0) } ?? "",
            row.causes.first.map { Self.text($0, of: counts.failed) } ?? "",
          ]
      }
    )
  }

  /// The faults of a cause and how many of the failures they explain.
  private static func text(_ cause: MatrixRow.Cause, of failures: Int) -> String {
    let names = cause.faults.prefix(2).joined(separator: " or ")
    return "\(names) (\(cause.explained) of \(failures))"
  }

  private static func depth(_ depth: Double) -> String { "\(Int(depth.rounded(.up)))" }

  private var facts: String {
    let traits = BatchNormTrait.allCases.filter { trait in
      judged.contains { $0.facts[trait.rawValue] != nil }
    }
    return table(
      ["implementation"] + traits.map(Self.heading),
      judged.map { row in [row.name] + traits.map { row.facts[$0.rawValue] ?? "" } }
    )
  }

  private static func heading(_ trait: BatchNormTrait) -> String {
    switch trait {
    case .runningVariance: "running_var stores"
    case .normalizingVariance: "divides by"
    case .momentum: "momentum is the"
    case .momentumNone: "momentum none"
    case .eps: "eps"
    case .evaluation: "evaluates with"
    case .subnormals: "subnormals"
    case .algorithm: "variance in"
    case .arithmetic: "computes in"
    }
  }

  private var causes: String {
    judged.filter { !$0.causes.isEmpty }.map { row in
      "- **\(row.name)**, \(row.counts.failed) failing: "
        + row.causes.map { "\($0.summary): \($0.explained)" }.joined(separator: "; ")
    }.joined(separator: "\n")
  }

  private var features: String {
    let names = Set(judged.flatMap { $0.features.keys }).sorted()
    return table(
      ["feature"] + judged.map(\.name),
      names.map { name in
        [name]
          + judged.map { row in
            guard let counts = row.features[name] else { return "" }
            return "\(counts.passed) / \(counts.failed) / \(counts.unsupported)"
          }
      }
    )
  }

  private var missing: String {
    rows.compactMap { row in row.missing.map { "- \(row.name): \(OneLine.text($0))" } }
      .joined(separator: "\n")
  }

  private func table(_ head: [String], _ body: [[String]]) -> String {
    let lines = [head, head.map { _ in "---" }] + body
    return lines.map { line in
      let cells = line + Array(repeating: "", count: max(0, head.count - line.count))
      let texts = cells.map { $0.split(separator: "|").joined(separator: "\\|") }
      return "| " + texts.joined(separator: " | ") + " |"
    }.joined(separator: "\n")
  }
}
