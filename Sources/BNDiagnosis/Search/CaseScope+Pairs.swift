// SPDX-License-Identifier: MIT

/// Two properties at once: "where n is no multiple of 4 and n ≥ 5 values a channel".
extension CaseScope {
  /// A property beside another one, which leaves at most half of what the other one leaves of the outside.
  static func narrowing(
    _ first: CaseScope,
    _ inside: [CaseFacets],
    from outside: [CaseFacets]
  ) -> CaseScope? {
    let left = outside.filter(first.holds)
    var best: (scope: CaseScope, caught: Int)?
    for scope in whole(inside) where scope.key != first.key {
      let told = left.filter { $0.has(scope.key) }
      let caught = told.count(where: scope.holds)
      // One or two of many properties leave a few cases by chance.
      guard told.count == left.count, 2 * caught <= left.count, left.count - caught > 2,
        !scope.key.isOfSteps || left.count - caught > 9
      else { continue }
      if caught < best?.caught ?? .max { best = (scope, caught) }
    }
    return best?.scope
  }

  /// Two properties that all of some cases have, and that hardly any of many others has, where neither tells these
  /// apart by itself.
  ///
  /// One of them is a size; two sizes that enclose some cases are found in any run.
  static func pair(_ inside: [CaseFacets], from outside: [CaseFacets]) -> (CaseScope, CaseScope)? {
    guard inside.count >= 20 else { return nil }
    let all = whole(inside)
    let kinds = all.filter { !$0.key.isNumber }
    let sizes = all.filter(\.key.isNumber).map { scope in (scope, outside.map(scope.holds)) }
    var best: (pair: (CaseScope, CaseScope), caught: Int)?
    for kind in kinds {
      let told = outside.indices.filter { outside[$0].has(kind.key) }
      let left = told.filter { kind.holds(outside[$0]) }
      guard told.count >= 20, 2 * left.count <= told.count else { continue }
      for (size, holds) in sizes {
        let caught = left.count { holds[$0] }
        guard 50 * caught <= told.count, caught < best?.caught ?? .max else { continue }
        best = ((kind, size), caught)
      }
    }
    return best?.pair
  }

  /// The properties of code that all of some cases have.
  private static func whole(_ inside: [CaseFacets]) -> [CaseScope] {
    CaseFacets.Key.ofCode.flatMap { scopes($0, inside) }.filter { inside.allSatisfy($0.holds) }
  }
}
