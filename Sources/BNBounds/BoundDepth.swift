// SPDX-License-Identifier: MIT

/// How the depth h of the certified bound follows from the number n of values per channel.
///
/// Written `n`, `log2` or a decimal integer in golden files.
package enum BoundDepth: Equatable, Sendable {
  /// h = n: any order of summation is legal.
  case valuesPerChannel
  /// h = ⌈log2 n⌉ + 8: pairwise or blocked float32 sums.
  case blocked
  /// A fixed depth.
  case fixed(Int)

  /// The depth for n values per channel.
  package func depth(n: Int) -> Int {
    switch self {
    case .valuesPerChannel: n
    case .blocked: (n <= 1 ? 0 : Int.bitWidth - (n - 1).leadingZeroBitCount) + 8
    case .fixed(let depth): depth
    }
  }
}

extension BoundDepth: CustomStringConvertible {
  /// Reads the form that golden files use; anything else, such as ` 7`, `+7`, `07` or `-1`, is nil.
  package init?(_ text: String) {
    switch text {
    case "n": self = .valuesPerChannel
    case "log2": self = .blocked
    default:
      guard let depth = Int(text), depth >= 0, text == String(depth) else { return nil }
      self = .fixed(depth)
    }
  }

  /// The form that golden files use.
  package var description: String {
    switch self {
    case .valuesPerChannel: "n"
    case .blocked: "log2"
    case .fixed(let depth): String(depth)
    }
  }
}
