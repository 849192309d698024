// SPDX-License-Identifier: MIT

internal import CBNKernels

/// The exact sums of a block in portable Swift: the twin of `bn_avx2_block_sums`.
///
/// Eight lanes of at most 256 values each (CorrectRounding.md, "Block sums"): a block is exact if
/// its non-zero values span at most 21 binades below the anchor. The range is found in the same loop,
/// so that the anchor is a guess from the block before; where it does not hold, the block is summed
/// again.
final class BaselineBlockSums {
  private static let window = 21
  /// The biased exponent that the largest magnitude is expected not to exceed.
  private var guess = 0

  /// The exact sums of at most 2048 values.
  func sums(_ x: UnsafePointer<Float>, _ count: Int) -> bn_block_sums {
    var sums = bn_block_sums()
    var range = BaselineRange(first: x[0])
    if guess > 0 { Self.add(x, count, top: guess, &sums, &range) } else { range.scan(x, count) }
    let (top, bottom) = range.exponents
    (sums.minimum, sums.maximum) = range.ends
    guard top < 255 else {
      sums.status = 2
      return sums
    }
    guard top - bottom <= Self.window else {
      sums.status = 1
      return sums
    }
    if top > guess || guess - bottom > Self.window {
      // One binade of room, unless the window has none.
      guess = top - bottom < Self.window ? min(top + 1, 254) : top
      Self.add(x, count, top: guess, &sums, &range)
    }
    // A NaN hides from the comparisons of the range, but not from the sum.
    if !sums.sum.0.isFinite { sums.status = 2 }
    return sums
  }

  /// Adds the halves of a block one after the other: eight lanes, of which four fit the registers.
  private static func add(
    _ x: UnsafePointer<Float>,
    _ count: Int,
    top: Int,
    _ sums: inout bn_block_sums,
    _ range: inout BaselineRange
  ) {
    let anchor = Double.powerOfTwo(2 * (top - 127) + 10)
    let middle = (count / 2 + 3) & ~3
    let first = add(x, min(middle, count), anchor, &range)
    let second = add(x + min(middle, count), max(count - middle, 0), anchor, &range)
    let total = first.total(second, anchor: anchor)
    sums.sum = (total.sum.high, total.sum.low)
    sums.square = (total.high.high, total.high.low, total.low.high, total.low.low)
  }

  @inline(never)
  private static func add(
    _ x: UnsafePointer<Float>,
    _ count: Int,
    _ anchor: Double,
    _ range: inout BaselineRange
  ) -> BaselineAccumulator {
    var accumulator = BaselineAccumulator(anchor: anchor)
    var found = range
    let whole = count & ~3
    var index = 0
    while index < whole {
      let value = Quad.load(x + index)
      found.add(value)
      accumulator.add(value, times: value)
      index &+= 4
    }
    if whole < count {
      let rest = Quad.rest(x + whole, count - whole)
      for lane in 0..<(count - whole) { found.add(Quad(repeating: rest[lane])) }
      accumulator.add(rest, times: rest)
    }
    range = found
    return accumulator
  }
}
