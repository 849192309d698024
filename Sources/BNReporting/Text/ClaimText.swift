// SPDX-License-Identifier: MIT

package import BNRunFile
internal import BNGoldenCases
internal import BNVerdicts

/// What may be said of a run, in words: never more than was judged.
package enum ClaimText {
  /// How many reasons are named, and how many scopes.
  private static let limit = 6

  /// Which known faults the run could have seen, in one line; nil where nobody knows.
  package static func power(_ claim: RunClaim?) -> String? {
    guard let claim else { return nil }
    return power(known: claim.known, seen: claim.seen, lacking: claim.lacking)
  }

  /// The same for cases that were not run.
  package static func power(known: Int, seen: Int, lacking: [RunClaim.Lack]) -> String {
    let head = "of \(known) known faults \(seen) would have been seen"
    guard seen < known else { return head }
    let named = lacking.prefix(limit).map { "\($0.needs) \($0.faults)" }
    let rest = lacking.dropFirst(limit).map(\.faults).reduce(0, +)
    return "\(head); \(known - seen) need what was not judged: "
      + (named + (rest > 0 ? ["others \(rest)"] : [])).joined(separator: ", ")
  }

  /// The scopes that were judged wholly and passed, in one phrase; nil if there are none, or if the run
  /// allows anything that the cases do not.
  package static func conformance(_ run: RunFile) -> String? {
    guard isPlain(run), let claim = run.claim else { return nil }
    let complete = claim.scopes.filter(\.isComplete).map(\.scope)
    let kinds = complete.filter { $0.kind != Scope.anyKind }
    let all = complete.filter { $0.kind == Scope.anyKind }
    // A kind of layer that was judged wholly says more than all kinds together, unless only few were.
    let others = all.filter { scope in !kinds.contains { scope.isAlike($0) } }
    let isCovered = kinds.allSatisfy { kind in all.contains { kind.isAlike($0) } }
    guard !complete.isEmpty else { return nil }
    return phrase(others.isEmpty || !isCovered ? kinds + others : all)
      + " (profile \(run.header.settings.selection.profile.rawValue))"
  }

  /// The modes and types that were judged in part, in one line; nil if there are none.
  package static func partial(_ claim: RunClaim?) -> String? {
    let scopes = claim?.scopes ?? []
    let complete = scopes.filter(\.isComplete).map(\.scope)
    let partial = scopes.filter { claim in
      claim.scope.kind == Scope.anyKind && !complete.contains { $0.isAlike(claim.scope) }
    }
    guard !partial.isEmpty else { return nil }
    let named = partial.prefix(limit).map { claim in
      let failed = claim.judged - claim.passed
      return "\(claim.scope.mode.rawValue)/\(claim.scope.type) \(claim.judged) of \(claim.cases)"
        + (failed > 0 ? ", \(failed) failed" : "")
    }
    let rest = partial.count - named.count
    return (named + (rest > 0 ? ["\(rest) more"] : [])).joined(separator: "; ")
  }

  /// Whether cases were judged at their own tolerance, with no list of deviations that was used.
  private static func isPlain(_ run: RunFile) -> Bool {
    run.footer != nil && run.header.settings.tolerance == nil && run.problems.isEmpty
      && !run.outcomes.contains { $0.outcome.status == .expectedFailure }
  }

  /// What is not as it usually is in a run, and makes its verdicts weaker; nil if nothing is.
  package static func conditions(_ run: RunFile) -> String? {
    let settings = run.header.settings
    let known = run.outcomes.count { $0.outcome.status == .expectedFailure }
    let selection = settings.selection
    let words =
      selection.filters.map { "id \($0)" } + selection.tags.map { "tag \($0)" }
      + selection.levels.map { "level \($0.rawValue)" }
    let named = words.prefix(limit) + (words.count > limit ? ["…"] : [])
    let parts = [
      settings.tolerance.map { "judged by \($0), not by the cases' own tolerance" },
      known > 0 ? "\(known.of("known deviation")) allowed by a list" : nil,
      words.isEmpty ? nil : "only cases with \(named.joined(separator: ", "))",
      settings.shard.map { "only shard \($0)" },
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// The claims of a run as pairs of a word and a line.
  package static func lines(_ run: RunFile) -> [(word: String, text: String)] {
    [
      conformance(run).map { ("scope", "conforms in " + $0) },
      run.header.settings.smoke == true ? nil : partial(run.claim).map { ("partial", $0) },
      power(run.claim).map { ("power", $0) },
      conditions(run).map { ("but", $0) },
    ].compactMap(\.self)
  }

  /// Scopes as products, largest first: `training and gradients, float32 and float64, 2d`.
  static func phrase(_ scopes: [Scope]) -> String {
    // Scopes that differ in one part only are said together.
    var groups = scopes.map { scope in
      let kind =
        switch scope.kind {
        case Scope.anyKind: "each case in one kind of layer"
        case Presentation.matrix.rawValue: "1d with (N,C) only"
        case Presentation.sequence.rawValue: "1d with (N,C,L) only"
        default: scope.kind
        }
      return (modes: [scope.mode.rawValue], types: [scope.type], kinds: [kind])
    }
    typealias Group = (modes: [String], types: [String], kinds: [String])
    func merge(_ isAlike: (Group, Group) -> Bool, _ join: (inout Group, Group) -> Void) {
      var merged: [Group] = []
      for group in groups {
        if let place = merged.firstIndex(where: { isAlike($0, group) }) {
          join(&merged[place], group)
        } else {
          merged.append(group)
        }
      }
      groups = merged
    }
    merge({ $0.modes == $1.modes && $0.types == $1.types }) { $0.kinds += $1.kinds }
    merge({ $0.modes == $1.modes && $0.kinds == $1.kinds }) { $0.types += $1.types }
    merge({ $0.types == $1.types && $0.kinds == $1.kinds }) { $0.modes += $1.modes }
    let texts = groups.map { group in
      [group.modes, group.types, group.kinds].map(list).joined(separator: " · ")
    }
    return texts.joined(separator: "; ")
  }

  private static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension Scope {
  /// Whether only the kinds of layer differ.
  fileprivate func isAlike(_ other: Scope) -> Bool { mode == other.mode && type == other.type }
}
