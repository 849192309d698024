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
