// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNVerdicts

/// What a run file holds of a case: verdicts, and of each tensor the worst and the first wrong elements.
///
/// It does not hold whole tensors, so whoever wants all values asks the implementation again.
struct RecordedValues {
  let outcome: CaseOutcome

  /// The verdict of the case.
  var heading: [String] {
    var line = "recorded: \(outcome.status.word)"
    if let reason = outcome.reason { line += ": \(OneLine.text(reason))" }
    return [line]
  }

  /// What was recorded of a step.
  func lines(ofStep step: Int) -> [String] {
    let items = outcome.items.filter { $0.step == step }
    guard !items.isEmpty else { return [] }
    return ["  recorded"] + items.flatMap(lines)
  }

  private func lines(_ item: JudgedItem) -> [String] {
    var lines = ["    \(OneLine.text(item.name).left(20)) \(summary(item))"]
    guard let comparison = item.comparison else { return lines }
    var shown = comparison.firstMismatches
    if let worst = comparison.worst, !shown.contains(worst) { shown.insert(worst, at: 0) }
    let detail = ItemDetail(options: ConsoleOptions(), style: TextStyle(isColoured: false))
    lines += shown.map { "      " + detail.text($0, item.elementType) }
    return lines
  }

  private func summary(_ item: JudgedItem) -> String {
    guard let comparison = item.comparison else {
      let detail = item.detail.map { ": \(OneLine.text($0))" } ?? ""
      return item.verdict.words + detail
    }
    if comparison.isExact { return "as expected, bit for bit" }
    let wrong = comparison.outOfTolerance
    let rule = item.tolerance.map { ", \(OneLine.text($0))" } ?? ""
    return "\(wrong) of \(comparison.count) elements out of tolerance\(rule)"
  }
}
