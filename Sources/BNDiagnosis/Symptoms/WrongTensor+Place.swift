// SPDX-License-Identifier: MIT

internal import BNVerdicts

extension WrongTensor {
  /// In which steps it is wrong, if these are told from those in which it is right.
  struct Place {
    let words: String
    let holds: (CaseFacets) -> Bool
    /// How many cases are not as the words say.
    let exceptions: Int
  }

  /// The condition under which the tensor is wrong; nil if there is none, or if it may be one by chance.
  func place(_ outside: [CaseFacets]) -> Place? {
    let inside = seen.map { CaseFacets($0.outcome, step: $0.item.step) }
    let single = CaseScope.separating(inside, from: outside).flatMap { scope in
      let second = CaseScope.narrowing(scope, inside, from: outside)
      return place([scope] + [second].compactMap(\.self), inside, outside)
    }
    let isClear = single.map { 20 * $0.exceptions <= inside.count } ?? false
    guard !isClear,
      let pair = CaseScope.pair(inside, from: outside).flatMap({ place([$0, $1], inside, outside) })
    else { return single }
    return pair.exceptions < single?.exceptions ?? .max ? pair : single
  }

  private func place(
    _ scopes: [CaseScope],
    _ inside: [CaseFacets],
    _ outside: [CaseFacets]
  ) -> Place? {
    func holds(_ facets: CaseFacets) -> Bool { scopes.allSatisfy { $0.holds(facets) } }
    let told = outside.filter { facets in scopes.allSatisfy { facets.has($0.key) } }
    let right = told.count(where: holds)
    let wrong = inside.count(where: holds)
    guard right <= inside.count, Self.isTelling(wrong, told.count - right) else { return nil }
    var words = scopes.first?.words ?? ""
    for scope in scopes.dropFirst() {
      words += " and " + scope.words.replacing("where ", with: "", maxReplacements: 1)
    }
    if right == 0, scopes.count == 1, let next = scopes.first?.nearest(of: told) {
      words += ", and always there (\(next) is right)"
    } else {
      words += right == 0 ? ", and always there" : ", where \(right) pass"
    }
    let word = wrong == inside.count ? "only" : "mostly"
    return Place(
      words: "\(word) \(words)",
      holds: holds,
      exceptions: inside.count - wrong + right
    )
  }

  /// Whether so many wrong and so many right cases are not told apart by one of many properties by chance: there are
  /// more ways than properties to pick the wrong ones.
  static func isTelling(_ wrong: Int, _ right: Int) -> Bool {
    var ways = 1.0
    for place in 0..<min(wrong, right) {
      ways *= Double(wrong + right - place) / Double(place + 1)
      if ways >= 1_000 { return true }
    }
    return false
  }
}
