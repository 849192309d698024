// SPDX-License-Identifier: MIT

internal import CBNKernels

/// Takes the sums of one float64 channel block after block, above anchors guessed from those before.
struct DoubleAccumulator {
  /// The sums so far.
  private(set) var sums = BoundedSums()
  /// Whether the centre did not serve for all values, so that they have to be taken again.
  private(set) var isRejected = false
  private var hasStarted = false
  /// The exponent that |d| is expected not to exceed.
  private var top = 0

  /// Exponents of |d| within which neither squares nor anchors leave the normal range.
  static let exponents = -400...400

  /// No values.
  init() {}

  /// The next attempt after a rejected one, whose range is known.
  init(after rejected: DoubleAccumulator) {
    let (minimum, maximum) = (rejected.sums.minimum, rejected.sums.maximum)
    start(minimum, maximum, room: 0)
  }

  /// The exponent of an anchor for deviations up to a magnitude.
  static func exponent(_ reach: Double) -> Int {
    reach.isFinite && reach > 0
      ? max(Int(reach.exponent), exponents.lowerBound) : exponents.lowerBound
  }

  private mutating func start(_ minimum: Double, _ maximum: Double, room: Int) {
    hasStarted = true
    sums.centre = BoundedSums.centre(minimum, maximum)
    let reach = max((minimum - sums.centre).magnitude, (maximum - sums.centre).magnitude)
    top = min(Self.exponent(reach) + room, Self.exponents.upperBound)
  }

  /// Adds a block of 1 to 2048 values.
  mutating func add(_ x: UnsafePointer<Double>, _ count: Int, _ kernels: DoubleKernels) {
    if !hasStarted {
      let range = kernels.range(x, count).range
      start(range.minimum, range.maximum, room: 1)
    }
    var block = kernels.sums(x, count, centre: sums.centre, top: top)
    let range = block.range
    sums.count += count
    if range.minimum < sums.minimum { sums.minimum = range.minimum }
    if range.maximum > sums.maximum { sums.maximum = range.maximum }
    let reach = max(
      (range.maximum - sums.centre).magnitude,
      (range.minimum - sums.centre).magnitude
    )
    guard reach < 0x1p401 else {
      sums.isModerate = false
      for index in 0..<count where !x[index].isFinite { sums.isFinite = false }
      return
    }
    if !BoundedSums.isExact(sums.centre, range.minimum, range.maximum) { isRejected = true }
    let needed = Self.exponent(reach)
    if needed > top {
      top = needed
      block = kernels.sums(x, count, centre: sums.centre, top: top)
    }
    // A NaN hides from the comparisons of the range, but not from the sum.
    guard block.sum.0.isFinite else {
      sums.isFinite = false
      return
    }
    let error = Self.error(count, top: top)
    let next = DoubleDouble(sum: block.sum.0, block.sum.1)
    sums.sumError += error + 0x1p-102 * (sums.sum.magnitude + next.magnitude)
    sums.sum = sums.sum + next
    let square = DoubleDouble(sum: block.square.0, block.square.1)
    sums.squareError +=
      error * .powerOfTwo(top) + 0x1p-102 * (sums.square.magnitude + square.magnitude)
    sums.square = sums.square + square
  }

  /// A bound for the error of Σd of a block; 2^top times it bounds that of Σd².
  static func error(_ count: Int, top: Int) -> Double {
    Double(count + 16) * (Double(count) / 8 + 33) * .powerOfTwo(top - 96)
  }
}
