// SPDX-License-Identifier: MIT

/// What somebody who mistyped a name may have meant.
package enum Suggestion {
  /// The names that look most like a text, at most three, the nearest first.
  ///
  /// A third of the letters may be wrong. Unless the text is meant to be a whole name, a name that begins
  /// as the text does for more than half of its length, or holds it, counts as near, too.
  package static func names(
    like text: String,
    among names: [String],
    isWhole: Bool = false
  ) -> [String] {
    let limit = max(1, text.count / 3)
    let ranked = names.enumerated().compactMap { index, name -> (Int, Int, String)? in
      let distance = distance(text, name, limit: limit)
      if distance <= limit { return (distance, index, name) }
      if isWhole { return nil }
      let common = zip(text, name).prefix { $0 == $1 }.count
      if common > text.count / 2 { return (limit + 1 + text.count - common, index, name) }
      return !text.isEmpty && name.contains(text) ? (limit + 1 + text.count, index, name) : nil
    }
    return ranked.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(3).map(\.2)
  }

  /// The end of a sentence: `; did you mean …?`, or nothing.
  package static func clause(
    for text: String,
    among candidates: [String],
    isWhole: Bool = false
  ) -> String {
    let likely = names(like: text, among: candidates, isWhole: isWhole)
    return likely.isEmpty ? "" : "; did you mean \(likely.joined(separator: " or "))?"
  }

  /// The end of a sentence on an id that no case has: ids that look alike, else where those of its feature
  /// are listed.
  package static func caseClause(for id: String, among ids: [String]) -> String {
    let near = clause(for: id, among: ids)
    guard near.isEmpty else { return near }
    func feature(_ id: String) -> String { String(id.prefix { $0 != "/" }) }
    let features = Set(ids.map(feature)).sorted()
    let meant =
      features.contains(feature(id))
      ? [feature(id)] : names(like: feature(id), among: features, isWhole: true)
    guard let first = meant.first else { return "; `bnconform list` shows the cases" }
    return "; `bnconform list --profile torch --tag \(first)` shows those of \(first)"
  }

  /// The number of letters to insert, remove, change or swap; above the limit some number above it.
  static func distance(_ left: String, _ right: String, limit: Int = .max) -> Int {
    let (a, b) = (Array(left), Array(right))
    guard abs(a.count - b.count) <= limit else { return abs(a.count - b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for row in a.indices {
      var current = [row + 1]
      for column in b.indices {
        let change = last[column] + (a[row] == b[column] ? 0 : 1)
        var best = min(change, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, a[row] == b[column - 1], a[row - 1] == b[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[b.count]
  }
}
