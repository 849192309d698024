// SPDX-License-Identifier: MIT

package import BNBounds
package import BNTensors

/// Where in a tensor the failing elements are, in words: "only channels ≥ 64", "all elements".
package enum PatternText {
  /// The words for a tensor of a shape.
  package static func text(_ pattern: FailurePattern, in shape: Shape) -> String {
    guard !pattern.places.isEmpty else { return "all elements" }
    return "only " + pattern.places.map { text($0, rank: shape.rank) }.joined(separator: ", ")
  }

  private static func text(_ places: FailurePattern.Places, rank: Int) -> String {
    guard let dimension = places.dimension else { return elements(places) }
    let name = name(dimension, rank: rank)
    let isInside = rank > 2 && dimension > 1
    let (first, last) = (places.first, places.last)
    if first == last, isInside, dimension >= rank - 2, first == 0 || first == places.size - 1 {
      let place = first == 0 ? "first" : "last"
      if dimension == rank - 1 {
        return "the \(place) element of each \(rank > 3 ? "row" : "channel")"
      }
      return "the \(place) row of each \(rank > 4 ? "plane" : "channel")"
    }
    // The last sample is another one in each case.
    if first == last, dimension == 0, rank > 1, first == places.size - 1 {
      return "the last \(name)"
    }
    if first == last { return "\(name) \(first)" }
    switch places.step {
    case 1 where last == places.size - 1: return "\(name)s ≥ \(first)"
    case 1 where first == 0: return "\(name)s ≤ \(last)"
    case 1: return "\(name)s \(first)–\(last)"
    case 2: return "\(first == 0 ? "even" : "odd") \(name)s"
    default: return "every \(ordinal(places.step)) \(name) from \(first)"
    }
  }

  /// What the elements in row-major order have in common.
  private static func elements(_ places: FailurePattern.Places) -> String {
    switch places.step {
    case 1 where places.first == 0: "the first \(places.last + 1) elements in memory order"
    case 1: "the elements from number \(places.first) on, counted from 0 in memory order"
    case 2: "every second element in memory order, from element \(places.first)"
    default: "every \(ordinal(places.step)) element in memory order, from element \(places.first)"
    }
  }

  private static func name(_ dimension: Int, rank: Int) -> String {
    if rank == 1 || dimension == 1 { return "channel" }
    if dimension == 0 { return "sample" }
    switch (rank - 1 - dimension, rank) {
    case (0, 3): return "position"
    case (0, _): return "column"
    case (1, _): return "row"
    case (2, _): return "plane"
    default: return "index"
    }
  }

  private static func ordinal(_ number: Int) -> String {
    switch (number % 10, number % 100) {
    case (1, let rest) where rest != 11: "\(number)st"
    case (2, let rest) where rest != 12: "\(number)nd"
    case (3, let rest) where rest != 13: "\(number)rd"
    default: "\(number)th"
    }
  }
}
