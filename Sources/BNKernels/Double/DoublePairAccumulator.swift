// SPDX-License-Identifier: MIT

internal import CBNKernels

/// Takes Σdy and Σ(x − centre)·dy of one float64 channel block after block.
struct DoublePairAccumulator {
  /// The sums so far, with the range of dy.
  private(set) var sums = BoundedSums()
  /// What is subtracted from x without rounding.
  let centre: Double
  /// The exponent of the largest |x − centre|; nil where it is found block by block.
  private let topX: Int?
  /// The exponent that |dy| is expected not to exceed.
  private var top: Int?

  /// The pairs of a batch with the given sums of x.
  init(batch: BoundedSums) {
    centre = batch.centre
    topX = DoubleAccumulator.exponent(batch.reach)
    sums.isFinite = batch.isFinite
    sums.isModerate = batch.isModerate
  }

  /// The pairs of an evaluation, about zero.
  init() {
    centre = 0
    topX = nil
  }

  /// Adds a block of 1 to 2048 pairs.
  mutating func add(
    _ x: UnsafePointer<Double>,
    _ dy: UnsafePointer<Double>,
    _ count: Int,
    _ kernels: DoubleKernels
  ) {
    guard sums.isFinite, sums.isModerate else { return }
    let topX = topX ?? exponent(x, count, kernels)
    let guess = top ?? min(exponent(dy, count, kernels) + 1, DoubleAccumulator.exponents.upperBound)
    guard sums.isFinite, sums.isModerate else { return }
    var used = guess
    var block = kernels.pairSums(x, dy, count, centre: centre, tops: (topX, used))
    let reach = max(block.range.maximum, -block.range.minimum)
    guard reach < 0x1p401 else {
      sums.isModerate = false
      return
    }
    let needed = DoubleAccumulator.exponent(reach)
    if needed > used {
      used = needed
      block = kernels.pairSums(x, dy, count, centre: centre, tops: (topX, used))
    }
    top = used
    sums.count += count
    if block.range.minimum < sums.minimum { sums.minimum = block.range.minimum }
    if block.range.maximum > sums.maximum { sums.maximum = block.range.maximum }
    // A NaN hides from the comparisons of the range, but not from the sums.
    guard block.sum.0.isFinite, block.square.0.isFinite else {
      sums.isFinite = false
      return
    }
    let error = DoubleAccumulator.error(count, top: used)
    let next = DoubleDouble(sum: block.sum.0, block.sum.1)
    sums.sumError += error + 0x1p-102 * (sums.sum.magnitude + next.magnitude)
    sums.sum = sums.sum + next
    let product = DoubleDouble(sum: block.square.0, block.square.1)
    sums.squareError +=
      2 * error * .powerOfTwo(topX) + 0x1p-102 * (sums.square.magnitude + product.magnitude)
    sums.square = sums.square + product
  }

  /// The exponent of the largest magnitude of a block, which is marked if it is not moderate.
  private mutating func exponent(
    _ values: UnsafePointer<Double>,
    _ count: Int,
    _ kernels: DoubleKernels
  ) -> Int {
    let (range, hasNaN) = kernels.range(values, count)
    let reach = max(range.maximum, -range.minimum)
    if hasNaN { sums.isFinite = false }
    if !(reach < 0x1p400) { sums.isModerate = false }
    return DoubleAccumulator.exponent(reach)
  }
}
