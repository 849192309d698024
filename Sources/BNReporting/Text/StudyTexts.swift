// SPDX-License-Identifier: MIT

internal import BNAdequacy

extension [AdversarialSearch.Row] {
  /// The result of an adversarial search as a table.
  package var text: String {
    let lines = map { row in
      [row.tensor, NumberText.figure(row.share), row.variant]
        .map { $0 + String(repeating: " ", count: Swift.max(1, 20 - $0.count)) }.joined()
        + row.regime
    }
    let head = "tensor              worst share         sound variant       data"
    return ([head] + lines).joined(separator: "\n") + "\n"
  }
}

extension [DiagnosisStudy.Row] {
  /// The result of a diagnosis study: a line for each implementation, then how many were named correctly.
  package var text: String {
    var lines = map { row in
      let mark = row.isUnique ? "✔" : row.isRight ? "≈" : "✘"
      let named = row.named.map { $0.prefix(4).joined(separator: " or ") }
      let line =
        "\(mark) \(row.faults.joined(separator: "+")): explains \(row.explained) of \(row.failing)"
      guard !row.isUnique else { return line }
      return line + "; named \(named.isEmpty ? "nothing" : named.joined(separator: ", and "))"
    }
    let visible = filter { $0.failing > 0 }
    let right = visible.count(where: \.isRight)
    let unique = visible.count(where: \.isUnique)
    let large = visible.count { $0.named.contains { $0.count > 2 } }
    let share = visible.isEmpty ? "0 %" : NumberText.percent(right, of: visible.count)
    lines.append(
      "DONE \(visible.count) implementations: \(right) named correctly (\(share)), \(unique) of them uniquely, "
        + "\(right - unique) among faults with the same answers, \(large) with a class of more than two"
    )
    return lines.joined(separator: "\n") + "\n"
  }
}

extension [PublishedRuleStudy.Row] {
  /// What published tolerances see, as a table.
  package var text: String {
    let head = "rule".left(36) + "faults killed".left(16) + "sound float32 code rejected"
    let lines = map { row in
      row.rule.name.left(36) + "\(row.faults - row.survivors.count) of \(row.faults)".left(16)
        + "\(row.rejected.count) of \(row.sound)"
    }
    let details = filter { !$0.survivors.isEmpty }.map { row in
      "survive \(row.rule.name): " + row.survivors.prefix(12).joined(separator: ", ")
        + (row.survivors.count > 12 ? " and \(row.survivors.count - 12) more" : "")
    }
    return ([head] + lines + [""] + details).joined(separator: "\n") + "\n"
  }
}
