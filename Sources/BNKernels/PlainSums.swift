// SPDX-License-Identifier: MIT

internal import CBNKernels

/// Takes Σd and Σd² (or Σdy and Σd·dy) of one float32 channel by sums that round, d = x − centre.
///
/// They cost half of what exact ones do and leave hardly an element undecided; where one is, the exact
/// sums are taken after all (CorrectRounding.md, "Plain sums").
struct PlainSums {
  private var sums: bn_plain_sums
  private var count = 0
  private let centre: Float

  /// No values of a channel; the centre is one of them.
  init(centre: Float) {
    self.centre = centre
    sums = bn_plain_sums()
    let infinity = SIMD8<Float>(repeating: .infinity)
    sums.minimum = unsafeBitCast(infinity, to: type(of: sums.minimum))
    sums.maximum = unsafeBitCast(-infinity, to: type(of: sums.maximum))
  }

  /// Adds values.
  @inline(__always)
  mutating func add(_ x: UnsafePointer<Float>, _ count: Int, _ kernels: FloatKernels) {
    kernels.table.plain_sums(x, count, centre, &sums)
    self.count += count
  }

  /// Adds pairs.
  @inline(__always)
  mutating func add(
    _ x: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>,
    _ count: Int,
    _ kernels: FloatKernels
  ) {
    kernels.table.plain_pair_sums(x, dy, count, centre, &sums)
    self.count += count
  }

  /// A bound for the error of a sum, relative to that of the magnitudes: 15·2^-53 and its own rounding.
  private static let error = 0x1p-49

  /// Σd and Σd² with their bounds, and the range of x.
  var values: BoundedSums {
    var result = totals
    result.squareError = Self.error * result.square.magnitude
    // Σ|d| is at most √(n·Σd²).
    result.sumError =
      Self.error * (Double(count) * result.square.magnitude * 1.01).squareRoot()
    return result
  }

  /// Σdy and Σd·dy with their bounds, and the range of dy; `squares` bounds Σd².
  func pairs(squares: Double) -> BoundedSums {
    var result = totals
    let size = sums.size
    // Cauchy and Schwarz: Σ|dy| is at most √(n·Σdy²), and Σ|d·dy| at most √(Σd²·Σdy²).
    let gradients = 1.01 * ((size.0 + size.1) + (size.2 + size.3))
    result.sumError = Self.error * (Double(count) * gradients).squareRoot()
    result.squareError = Self.error * (squares * gradients).squareRoot()
    return result
  }

  private var totals: BoundedSums {
    var result = BoundedSums()
    result.count = count
    result.centre = Double(centre)
    let low = unsafeBitCast(sums.minimum, to: SIMD8<Float>.self)
    let high = unsafeBitCast(sums.maximum, to: SIMD8<Float>.self)
    for lane in 0..<8 {
      if Double(low[lane]) < result.minimum { result.minimum = Double(low[lane]) }
      if Double(high[lane]) > result.maximum { result.maximum = Double(high[lane]) }
    }
    result.sum = Self.total(sums.sum, sums.sum_rest)
    result.square = Self.total(sums.square, sums.square_rest)
    // Sums of float32 numbers and of their products overflow in no channel that fits memory.
    result.isFinite = result.sum.high.isFinite && result.square.high.isFinite
    return result
  }

  private typealias Lanes = (Double, Double, Double, Double)

  private static func total(_ sums: Lanes, _ rests: Lanes) -> DoubleDouble {
    (DoubleDouble(sum: sums.0, rests.0) + DoubleDouble(sum: sums.1, rests.1))
      + (DoubleDouble(sum: sums.2, rests.2) + DoubleDouble(sum: sums.3, rests.3))
  }
}
