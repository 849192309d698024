// SPDX-License-Identifier: MIT

package import BNAdequacy
internal import BNFaults

/// The result of an adequacy study as text and as JSON.
extension AdequacyReport {
  private struct Summary: Encodable {
    struct Kill: Encodable {
      let fault: String
      let rule: String
      let category: String
      let killers: Int
      let only: String?
    }
    let killed: Int
    let total: Int
    let dialects: [String]
    let survivors: [String]
    let legal_false_alarms: [AdequacyReport.FalseAlarm]
    let legal_trials: Int
    let idle_cases: [String]
    let smallest_set: [String]
    let classes: [[String]]
    let faults: [Kill]
  }

  /// The JSON document, keys sorted.
  package func json() throws -> String {
    let summary = Summary(
      killed: rows.filter(\.isKilled).count,
      total: rows.count,
      dialects: dialects.map(\.name),
      survivors: survivors.map(\.name),
      legal_false_alarms: falseAlarms,
      legal_trials: legalTrials,
      idle_cases: idleCases,
      smallest_set: smallestSet,
      classes: classes,
      faults: rows.map {
        .init(
          fault: $0.fault.name,
          rule: $0.fault.rule,
          category: $0.fault.category.rawValue,
          killers: $0.required.count,
          only: $0.required.count == 1 ? $0.required.first : nil
        )
      }
    )
    return try JSONText.lines(summary)
  }

  /// A line for each fault, then what needs attention.
  package var text: String {
    var lines = rows.map { row in
      let mark = row.isKilled ? "✘" : row.fault.dialect == nil ? "!" : "="
      let example = row.required.first.map { "  e.g. \($0)" } ?? ""
      return "\(mark) \(row.fault.name.left(38)) \(row.fault.rule.left(4)) killed by "
        + "\(row.required.count)".right(3) + " (+\(row.others))" + example
    }
    lines.append("")
    for row in hangingByOne {
      lines.append("killed by one case only: \(row.fault.name) on \(row.required[0])")
    }
    for fault in dialects {
      lines.append("dialect: \(fault.name): \(fault.dialect ?? "")")
    }
    for fault in unseenDialects { lines.append("UNSEEN: \(fault.name): no case detects it") }
    for fault in survivors { lines.append("SURVIVES: \(fault.name): \(fault.summary)") }
    for alarm in falseAlarms {
      lines.append("FALSE ALARM: legal:\(alarm.variant), order \(alarm.seed), on \(alarm.id)")
    }
    for names in classes { lines.append("same cases: \(names.joined(separator: ", "))") }
    lines.append("\(idleCases.count) required cases kill nothing")
    let killed = rows.filter(\.isKilled).count
    lines.append(
      "DONE \(rows.count) faults: \(killed) killed, \(dialects.count) dialects, "
        + "\(survivors.count) survive; \(legalTrials) sound implementations: "
        + "\(falseAlarms.count) false alarms; \(smallestSet.count) cases kill all"
    )
    return lines.joined(separator: "\n") + "\n"
  }
}
