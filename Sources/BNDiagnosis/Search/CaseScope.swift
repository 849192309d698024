// SPDX-License-Identifier: MIT

internal import BNVerdicts

/// A property that some cases share, in words: "in float16", "in shapes with H ≠ W".
struct CaseScope: Equatable {
  /// The words, to stand behind what is said.
  let words: String
  let key: CaseFacets.Key
  private let range: ClosedRange<Int>

  private init(_ key: CaseFacets.Key, _ range: ClosedRange<Int>, _ words: String) {
    (self.key, self.range, self.words) = (key, range, words)
  }

  /// Whether a case has the property.
  func holds(_ facets: CaseFacets) -> Bool { facets.has(key, range) }

  /// The nearest values of other cases to a bound, where the property is one: "n = 256".
  func nearest(of others: [CaseFacets]) -> Int? {
    guard key.isNumber else { return nil }
    let values = others.flatMap { $0.all(key) }
    return range.lowerBound == .min
      ? values.filter { $0 > range.upperBound }.min()
      : values.filter { $0 < range.lowerBound }.max()
  }

  /// The property that nearly all of some cases have and nearly none of others; nil if there is none.
  ///
  /// Of several, the one with fewest exceptions; of equal ones the first of the keys. Others count as far as the
  /// property can be told of them: a tensor without planes says nothing of H ≠ W. One or two cases share too
  /// much to tell.
  static func separating(
    _ inside: [CaseFacets],
    from outside: [CaseFacets],
    by keys: [CaseFacets.Key] = CaseFacets.Key.all
  ) -> CaseScope? {
    guard inside.count > 2 else { return nil }
    var best: (scope: CaseScope, errors: Int)?
    for key in keys {
      let others = outside.filter { $0.has(key) }
      guard !others.isEmpty else { continue }
      for scope in scopes(key, inside) {
        let missed = inside.count { !scope.holds($0) }
        let caught = others.count(where: scope.holds)
        // A type that all of them have is worth telling, even where much of it is right.
        let share = key.isType && missed == 0 ? 2 : 10
        guard 10 * missed <= inside.count, share * caught <= others.count else { continue }
        if missed + caught < best?.errors ?? .max { best = (scope, missed + caught) }
      }
    }
    return best?.scope
  }

  /// The properties that the cases suggest.
  static func scopes(_ key: CaseFacets.Key, _ cases: [CaseFacets]) -> [CaseScope] {
    let values = cases.flatMap { $0.all(key) }.sorted()
    guard let least = values.first, let most = values.last else { return [] }
    func scope(_ low: Int?, _ high: Int?) -> CaseScope? {
      let bounds = (low ?? .min)...(high ?? .max)
      let example = cases.first { $0.has(key, bounds) }
      return example.map { CaseScope(key, bounds, $0.words(key, low, high)) }
    }
    guard key.isNumber else { return Set(values).sorted().compactMap { scope($0, $0) } }
    // Sizes that happen to be equal say nothing, but 1 is a size of its own.
    let one = least == 1 && most == 1 ? scope(1, 1) : nil
    return [one, scope(least, nil), scope(nil, most)].compactMap(\.self)
  }
}
