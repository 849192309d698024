// SPDX-License-Identifier: MIT

internal import CBNKernels
package import BNExactArithmetic

/// The exact Σx and Σx² (or Σdy and Σx·dy) of one channel, in any order of its blocks.
package struct ChannelSums {
  /// How many values there are.
  package private(set) var count = 0
  /// The smallest and the largest value.
  private(set) var minimum = Float.infinity
  private(set) var maximum = -Float.infinity
  /// Whether every value is a number.
  package private(set) var isFinite = true
  /// The only block so far; most channels of small tensors have one and need no fixed point.
  private var first: bn_block_sums?
  private var wide: (sum: FixedPointSum, square: FixedPointSum)?

  /// No values.
  init() {}

  /// The sums of one block of finite values.
  init(_ block: bn_block_sums, count: Int) {
    (self.count, minimum, maximum, first) = (count, block.minimum, block.maximum, block)
  }

  /// Adds a block whose status is not 1.
  mutating func add(_ block: bn_block_sums, count: Int) {
    include(block, count: count)
    if block.status == 2 { isFinite = false }
    guard isFinite else { return }
    if first == nil, wide == nil {
      first = block
    } else {
      widen()
      addWide(block)
    }
  }

  /// Adds a block of any range by way of the bins.
  mutating func add(
    _ x: UnsafePointer<Float>,
    _ y: UnsafePointer<Float>,
    count: Int,
    range: bn_block_sums,
    bins: inout ExponentBins
  ) {
    include(range, count: count)
    widen()
    guard var (sum, square) = wide else { return }
    wide = nil
    if !bins.add(x, y, count, to: &sum, &square) { isFinite = false }
    wide = (sum, square)
  }

  /// Adds the sums of other values of the same channel.
  mutating func join(_ other: ChannelSums) {
    count += other.count
    if other.minimum < minimum { minimum = other.minimum }
    if other.maximum > maximum { maximum = other.maximum }
    isFinite = isFinite && other.isFinite
    guard isFinite, other.count > 0 else { return }
    var other = other
    widen()
    other.widen()
    guard let theirs = other.wide else { return }
    wide?.sum.add(theirs.sum)
    wide?.square.add(theirs.square)
  }

  private mutating func include(_ block: bn_block_sums, count: Int) {
    self.count += count
    if block.minimum < minimum { minimum = block.minimum }
    if block.maximum > maximum { maximum = block.maximum }
  }

  /// Goes over to fixed point.
  private mutating func widen() {
    guard wide == nil else { return }
    // float32 is a multiple of 2^-149 below 2^128; 2^40 values fit.
    wide = (FixedPointSum(unit: -149, width: 13), FixedPointSum(unit: -298, width: 22))
    if let first { addWide(first) }
    first = nil
  }

  private mutating func addWide(_ block: bn_block_sums) {
    wide?.sum.add(block.sum.0)
    wide?.sum.add(block.sum.1)
    wide?.square.add(block.square.0)
    wide?.square.add(block.square.1)
    wide?.square.add(block.square.2)
    wide?.square.add(block.square.3)
  }

  /// The sum and the sum of squares to 2^-104, relative.
  var leading: (sum: DoubleDouble, square: DoubleDouble) {
    if let wide { return (wide.sum.leading, wide.square.leading) }
    guard let first else { return (.zero, .zero) }
    let square = first.square
    return (
      DoubleDouble(sum: first.sum.0, first.sum.1),
      DoubleDouble(sum: square.0, square.1) + DoubleDouble(sum: square.2, square.3)
    )
  }

  /// The same sums about zero, with bounds for what the leading bits leave out.
  var bounded: BoundedSums {
    var sums = BoundedSums()
    sums.count = count
    (sums.minimum, sums.maximum) = (Double(minimum), Double(maximum))
    sums.isFinite = isFinite
    guard isFinite else { return sums }
    (sums.sum, sums.square) = leading
    sums.sumError = 0x1p-102 * sums.sum.magnitude
    sums.squareError = 0x1p-102 * sums.square.magnitude
    return sums
  }

  /// The sum and the sum of squares as exact numbers.
  package var exact: (sum: Dyadic, square: Dyadic) {
    var copy = self
    copy.widen()
    guard let wide = copy.wide else { return (.zero, .zero) }
    return (wide.sum.exact, wide.square.exact)
  }
}
