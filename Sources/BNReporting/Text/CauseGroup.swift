// SPDX-License-Identifier: MIT

internal import BNDiagnosis

/// Failing cases with one likely cause, as the page and the comparison of runs group them.
struct CauseGroup<Member> {
  /// The cause in words.
  let title: String
  /// Whether that is a known fault.
  let isKnown: Bool
  let members: [Member]

  /// Groups cases: those that the run's causes explain first, then the others.
  ///
  /// - Parameters:
  ///   - members: The cases.
  ///   - summary: What the causes of the whole run add up to.
  ///   - causes: The known faults that explain a case.
  ///   - word: How a case came out.
  /// - Returns: The groups, those of the best cause first.
  static func groups(
    _ members: [Member],
    _ summary: CauseSummary,
    causes: (Member) -> [String]?,
    word: (Member) -> String
  ) -> [CauseGroup] {
    var open = members
    var groups: [CauseGroup] = []
    for cause in summary.causes {
      // Faults that explain as many cases as each other need not explain the same ones.
      func own(_ member: Member) -> [String] {
        cause.faults.filter { causes(member)?.contains($0) ?? false }
      }
      let explained = Dictionary(grouping: open.filter { !own($0).isEmpty }, by: own)
      open.removeAll { !own($0).isEmpty }
      groups += sorted(explained.map { CauseGroup(CauseText.sentence($0), isKnown: true, $1) })
    }
    let known = Dictionary(grouping: open.filter { causes($0) != nil }) {
      CauseText.sentence(causes($0) ?? [])
    }
    let unknown = Dictionary(grouping: open.filter { causes($0) == nil }) {
      "\(word($0)), no known cause"
    }
    return groups
      + sorted(
        known.map { CauseGroup($0, isKnown: true, $1) }
          + unknown.map { CauseGroup($0, isKnown: false, $1) }
      )
  }

  private init(_ title: String, isKnown: Bool, _ members: [Member]) {
    (self.title, self.isKnown, self.members) = (title, isKnown, members)
  }

  /// The largest group first.
  private static func sorted(_ groups: [CauseGroup]) -> [CauseGroup] {
    groups.sorted { ($1.members.count, $0.title) < ($0.members.count, $1.title) }
  }
}
