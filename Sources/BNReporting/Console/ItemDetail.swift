// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNBounds
internal import BNVerdicts
internal import BNTensors

/// The lines on one tensor, or one error, that is not as expected.
struct ItemDetail {
  let options: ConsoleOptions
  let style: TextStyle

  func lines(_ item: JudgedItem) -> [String] {
    var lines = ["  " + title(item)]
    guard let comparison = item.comparison else { return lines }
    if comparison.nanMismatches > 0 || comparison.infinityMismatches > 0 {
      lines.append(
        row(
          "special",
          "NaN on one side only: \(comparison.nanMismatches), "
            + "infinite on one side only: \(comparison.infinityMismatches)"
        )
      )
    }
    if let worst = comparison.worst { lines.append(row("worst", text(worst, item.elementType))) }
    if let pattern = comparison.map?.pattern, let shape = item.shape {
      lines.append(row("where", PatternText.text(pattern, in: shape)))
    }
    for element in comparison.firstMismatches.prefix(options.maxMismatches) {
      lines.append(row("first", text(element, item.elementType)))
    }
    return lines
  }

  private func title(_ item: JudgedItem) -> String {
    let place = "step \(item.step) \(item.name)"
    let type = [item.elementType?.rawValue, item.shape?.description].compactMap(\.self)
    let subject = ([place] + type).joined(separator: " ")
    guard let comparison = item.comparison else {
      return "\(subject): \(OneLine.text(ItemSentence.text(item)))"
    }
    if item.verdict == .untrusted {
      return "\(subject): passed, but the bound is too loose to prove anything"
    }
    let count = comparison.outOfTolerance
    let share = NumberText.percent(count, of: comparison.count)
    let rule = [item.tolerance, item.depth.map { "h = \($0)" }].compactMap(\.self)
    return "\(subject): \(count) of \(comparison.count) elements out of tolerance (\(share))   "
      + rule.joined(separator: ", ")
  }

  /// Index, channel, both numbers, the difference as a share of what was allowed, ULP.
  func text(_ element: ElementVerdict, _ type: ElementType?) -> String {
    let index = "[" + element.index.map(String.init).joined(separator: ",") + "]"
    var parts = [
      "\(index) channel \(element.channel)",
      "expected \(number(element.expected, type))",
      "actual \(number(element.actual, type))",
    ]
    let difference = abs(element.actual.value - element.expected.value)
    if difference.isFinite {
      parts.append("|Δ| \(NumberText.figure(difference))" + share(element))
    }
    if let ulp = element.ulp { parts.append(NumberText.distance(ulp)) }
    return parts.joined(separator: "   ")
  }

  private func share(_ element: ElementVerdict) -> String {
    guard element.allowance.value > 0 else { return ", none allowed" }
    guard element.allowance.value.isFinite else { return ", any allowed" }
    let share = NumberText.figure(element.share.value)
    return " = \(share) × allowed \(NumberText.figure(element.allowance.value))"
  }

  private func number(_ number: ReportedNumber, _ type: ElementType?) -> String {
    let text = NumberText.shortest(number, type: type)
    return options.showsBits ? "\(text) (0x\(number.hexadecimal))" : text
  }

  private func row(_ key: String, _ text: String) -> String {
    "    " + style.paint(key.left(8), .dim) + text
  }
}
