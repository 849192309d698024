// SPDX-License-Identifier: MIT

package import BNAdequacy
internal import BNFaults
internal import Foundation

/// The result of an adequacy study as text and as JSON.
package struct AdequacyText {
  private let report: AdequacyReport

  /// Creates the texts of a report.
  package init(_ report: AdequacyReport) { self.report = report }

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
      killed: report.rows.filter(\.isKilled).count,
      total: report.rows.count,
      dialects: report.dialects.map(\.name),
      survivors: report.survivors.map(\.name),
      legal_false_alarms: report.falseAlarms,
      legal_trials: report.legalTrials,
      idle_cases: report.idleCases,
      smallest_set: report.smallestSet,
      classes: report.classes,
      faults: report.rows.map {
        .init(
          fault: $0.fault.name,
          rule: $0.fault.rule,
          category: $0.fault.category.rawValue,
          killers: $0.required.count,
          only: $0.required.count == 1 ? $0.required.first : nil
        )
      }
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(summary), as: UTF8.self) + "\n"
  }

  /// A line for each fault, then what needs attention.
  package var text: String {
    var lines = report.rows.map { row in
      let mark = row.isKilled ? "✘" : row.fault.dialect == nil ? "!" : "="
      let count = "\(row.required.count)"
      let example = row.required.first.map { "  e.g. \($0)" } ?? ""
      return "\(mark) \(row.fault.name.filled(to: 38)) \(row.fault.rule.filled(to: 4)) killed by "
        + String(repeating: " ", count: max(0, 3 - count.count)) + count
        + " (+\(row.others))" + example
    }
    lines.append("")
    for row in report.hangingByOne {
      lines.append("killed by one case only: \(row.fault.name) on \(row.required[0])")
    }
    for fault in report.dialects {
      lines.append("dialect: \(fault.name): \(fault.dialect ?? "")")
    }
    for fault in report.unseenDialects { lines.append("UNSEEN: \(fault.name): no case detects it") }
    for fault in report.survivors { lines.append("SURVIVES: \(fault.name): \(fault.summary)") }
    for alarm in report.falseAlarms {
      lines.append("FALSE ALARM: legal:\(alarm.variant), order \(alarm.seed), on \(alarm.id)")
    }
    for names in report.classes { lines.append("same cases: \(names.joined(separator: ", "))") }
    lines.append("\(report.idleCases.count) required cases kill nothing")
    let killed = report.rows.filter(\.isKilled).count
    lines.append(
      "DONE \(report.rows.count) faults: \(killed) killed, \(report.dialects.count) dialects, "
        + "\(report.survivors.count) survive; \(report.legalTrials) sound implementations: "
        + "\(report.falseAlarms.count) false alarms; \(report.smallestSet.count) cases kill all"
    )
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  /// The text filled up with blanks.
  fileprivate func filled(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
