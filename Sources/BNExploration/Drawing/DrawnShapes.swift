// SPDX-License-Identifier: MIT

internal import BNDifferential

/// Draws sizes where loops have their edges: 1, primes, powers of two and their neighbours, tiles with tails.
enum DrawnShapes {
  /// The number C of channels.
  static func channels(_ numbers: inout DrawnNumbers, _ extent: CaseOutline.Extent) -> Int {
    switch extent {
    case .small: numbers.one(of: [1, 2, 2, 3, 3, 4, 5, 6, 7, 9])
    case .medium: numbers.one(of: [1, 2, 3, 5, 8, 9, 12, 16, 17, 18, 31, 33, 64, 65, 70])
    case .long: numbers.one(of: [1, 1, 2, 3, 3, 129, 257, 1025, 1100])
    case .huge: 1 + numbers.below(2)
    }
  }

  /// The dimensions of an input of a rank with so many channels.
  static func dimensions(
    _ numbers: inout DrawnNumbers,
    _ extent: CaseOutline.Extent,
    rank: Int,
    channels: Int,
    least: Int
  ) -> [Int] {
    let (sizes, limit): ([Int], Int) =
      switch extent {
      case .small: ([1, 2, 2, 3, 3, 4, 5, 6, 7], 16)
      case .medium: ([1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33, 63, 65], 1_200)
      // One dimension grows long; the others stay short, or a case takes as long as a hundred small ones.
      case .long, .huge: ([1, 1, 2, 3], channels < 16 ? 2 : 6)
      }
    var others = (1..<rank).map { _ in numbers.one(of: sizes) }
    // Values of a channel: few enough for the class, and more than one where a variance needs them.
    while others.reduce(1, *) > limit,
      let place = others.indices.max(by: { others[$0] < others[$1] })
    {
      others[place] = (others[place] + 1) / 2
    }
    if extent == .long || extent == .huge, channels < 16 {
      others[numbers.below(others.count)] = numbers.one(of: extent == .long ? edges : farEdges)
    }
    while others.reduce(1, *) < least { others[0] += 1 }
    return [others[0], channels] + others.dropFirst()
  }

  private static let edges = [
    37, 127, 128, 129, 255, 256, 257, 511, 512, 513, 1_000, 1_023, 1_024, 1_025, 1_500, 2_049,
    4_096, 4_097, 5_001,
  ]
  private static let farEdges = [8_193, 10_007, 16_385, 32_769, 65_537, 70_001]
}
