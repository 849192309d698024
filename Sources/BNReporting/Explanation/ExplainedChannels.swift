// SPDX-License-Identifier: MIT

/// Which channels of a case are walked through.
package enum ExplainedChannels: Equatable, Sendable {
  /// The first so many.
  case first(Int)
  /// The one with this number, from 0.
  case only(Int)

  /// The channels among so many.
  func indices(of count: Int) -> [Int] {
    switch self {
    case .first(let limit): Array(0..<min(count, limit))
    case .only(let channel): channel < count ? [channel] : []
    }
  }
}
