// SPDX-License-Identifier: MIT

/// Failing cases with one likely cause, as the page and the comparison of runs group them.
struct CauseGroup<Member> {
  /// The cause in words.
  let title: String
  /// Whether that is a known fault.
  let isKnown: Bool
  let members: [Member]

  /// Groups cases by what explains them; of faults that no case tells apart the first one counts.
  ///
  /// - Parameters:
  ///   - members: The cases.
  ///   - causes: The known faults that explain a case.
  ///   - word: How a case came out.
  /// - Returns: The groups, those with a cause first, the largest first.
  static func groups(
    _ members: [Member],
    causes: (Member) -> [String]?,
    word: (Member) -> String
  ) -> [CauseGroup] {
    let known = Dictionary(grouping: members.filter { causes($0) != nil }) {
      causes($0)?.first ?? ""
    }
    let unknown = Dictionary(grouping: members.filter { causes($0) == nil }) {
      "\(word($0)), no known cause"
    }
    return sorted(
      known.values.map { CauseGroup(CauseText.sentence(causes($0[0]) ?? []), isKnown: true, $0) }
    ) + sorted(unknown.map { CauseGroup($0, isKnown: false, $1) })
  }

  private init(_ title: String, isKnown: Bool, _ members: [Member]) {
    (self.title, self.isKnown, self.members) = (title, isKnown, members)
  }

  /// The largest group first.
  private static func sorted(_ groups: [CauseGroup]) -> [CauseGroup] {
    groups.sorted { ($1.members.count, $0.title) < ($0.members.count, $1.title) }
  }
}
