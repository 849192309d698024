// SPDX-License-Identifier: MIT

/// Places in a list, written as ranges so that thousands of them stay a short word.
package struct RankSet: Equatable, Sendable {
  private var ranges: [ClosedRange<Int>] = []

  /// Collects places that come in rising order.
  package init(_ ranks: some Sequence<Int> = []) {
    for rank in ranks {
      if let last = ranges.last, last.upperBound + 1 == rank {
        ranges[ranges.count - 1] = last.lowerBound...rank
      } else {
        ranges.append(rank...rank)
      }
    }
  }

  /// Whether there are none.
  package var isEmpty: Bool { ranges.isEmpty }

  /// Whether a place is one of them.
  package func contains(_ rank: Int) -> Bool { ranges.contains { $0.contains(rank) } }
}

extension RankSet: Codable {
  /// Reads pairs of first and last.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let pairs = try container.decode([[Int]].self)
    ranges = try pairs.map { pair in
      guard pair.count == 2, pair[0] <= pair[1] else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "no range")
      }
      return pair[0]...pair[1]
    }
  }

  /// Writes pairs of first and last.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(ranges.map { [$0.lowerBound, $0.upperBound] })
  }
}
