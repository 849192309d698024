// SPDX-License-Identifier: MIT

package import BNFaults
internal import BNGoldenCases

/// Which fault dies on which case.
package struct AdequacyReport: Sendable {
  /// A required case that a sound implementation failed.
  package struct FalseAlarm: Equatable, Codable, Sendable {
    /// The legal variant.
    package let variant: String
    /// The order of summation.
    package let seed: UInt64
    /// The case.
    package let id: String
  }

  /// One fault with the cases that kill it.
  package struct Row: Sendable {
    /// The fault.
    package let fault: Fault
    /// The required cases that fail.
    package let required: [String]
    /// The number of other cases that fail.
    package let others: Int

    /// Whether a required case sees the fault.
    package var isKilled: Bool { !required.isEmpty }
  }

  /// The faults in the order of the catalogue.
  package let rows: [Row]
  /// The false alarms.
  package let falseAlarms: [FalseAlarm]
  /// The number of legal implementations tried, orders of summation counted apart.
  package let legalTrials: Int
  /// The required cases on which no fault dies.
  package let idleCases: [String]
  /// A small set of required cases on which every killed fault dies, found greedily.
  package let smallestSet: [String]
  /// Groups of faults that fail the very same required cases.
  package let classes: [[String]]

  /// Collects what a study found; `kills` holds positions of failed cases for each fault.
  init(
    cases: [(id: String, level: CaseLevel)],
    faults: [Fault],
    kills: [[Int]],
    falseAlarms: [FalseAlarm],
    legalTrials: Int
  ) {
    let required = Set(cases.indices.filter { cases[$0].level == .required })
    let deadly = kills.map { Set($0).intersection(required) }
    rows = zip(faults, zip(kills, deadly)).map { fault, found in
      Row(
        fault: fault,
        required: found.1.sorted().map { cases[$0].id },
        others: found.0.count - found.1.count
      )
    }
    self.falseAlarms = falseAlarms
    self.legalTrials = legalTrials
    let busy = deadly.reduce(into: Set<Int>()) { $0.formUnion($1) }
    idleCases = required.subtracting(busy).sorted().map { cases[$0].id }
    smallestSet = SmallestCover.find(deadly).map { cases[$0].id }
    let groups = Dictionary(grouping: faults.indices.filter { !deadly[$0].isEmpty }) { deadly[$0] }
    classes = groups.values.filter { $0.count > 1 }.map { $0.map { faults[$0].name } }
      .sorted { $0[0] < $1[0] }
  }

  /// The faults that no required case sees and that are no dialects.
  package var survivors: [Fault] {
    rows.filter { !$0.isKilled && $0.fault.dialect == nil }.map(\.fault)
  }

  /// The dialects: no required case fails them.
  package var dialects: [Fault] {
    rows.filter { !$0.isKilled && $0.fault.dialect != nil }.map(\.fault)
  }

  /// The dialects that no case shows at all.
  package var unseenDialects: [Fault] {
    rows.filter { !$0.isKilled && $0.fault.dialect != nil && $0.others == 0 }.map(\.fault)
  }

  /// The faults that only one required case kills.
  package var hangingByOne: [Row] { rows.filter { $0.required.count == 1 } }
}
