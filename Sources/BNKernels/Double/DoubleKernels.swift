// SPDX-License-Identifier: MIT

internal import CBNKernels

/// The kernels for float64 of the chosen kind.
struct DoubleKernels {
  private let table: bn_kernels
  /// Whether output goes past the caches: it does where it would not stay in them anyway.
  private let streams: Bool

  /// Chooses the kernels for a tensor of so many values.
  init(_ choice: KernelChoice, elements: Int) {
    table = choice.table
    streams = elements >= 1 << 19
  }

  /// The ends of a block, and whether it has a NaN.
  func range(_ x: UnsafePointer<Double>, _ count: Int) -> (range: bn_double_range, hasNaN: Bool) {
    var range = bn_double_range()
    let hasNaN = table.double_range(x, count, &range)
    return (range, hasNaN)
  }

  /// The sums of a block about a centre.
  func sums(
    _ x: UnsafePointer<Double>,
    _ count: Int,
    centre: Double,
    top: Int
  ) -> bn_double_sums {
    var sums = bn_double_sums()
    table.double_sums(x, count, centre, Int32(truncatingIfNeeded: top), &sums)
    return sums
  }

  /// Rounds a line at every x and lists the undecided chunks of 32.
  func round(
    _ x: UnsafePointer<Double>,
    _ y: UnsafeMutablePointer<Double>,
    _ count: Int,
    _ line: bn_double_line,
    _ undecided: UnsafeMutablePointer<bn_open_chunk>,
    staged: Bool
  ) -> Int {
    var line = line
    return table.double_line(x, y, count, &line, undecided, streams && !staged)
  }

  /// Σdy and Σ(x − centre)·dy of a block of pairs.
  func pairSums(
    _ x: UnsafePointer<Double>,
    _ dy: UnsafePointer<Double>,
    _ count: Int,
    centre: Double,
    tops: (x: Int, dy: Int)
  ) -> bn_double_sums {
    var sums = bn_double_sums()
    let (topX, topDy) = (Int32(truncatingIfNeeded: tops.x), Int32(truncatingIfNeeded: tops.dy))
    table.double_pair_sums(x, dy, count, centre, topX, topDy, &sums)
    return sums
  }

  /// Rounds a plane at every pair and lists the undecided chunks of 32.
  func round(
    _ x: UnsafePointer<Double>,
    _ dy: UnsafePointer<Double>,
    _ dx: UnsafeMutablePointer<Double>,
    _ count: Int,
    _ plane: bn_double_plane,
    _ undecided: UnsafeMutablePointer<bn_open_chunk>,
    staged: Bool
  ) -> Int {
    var plane = plane
    return table.double_plane(x, dy, dx, count, &plane, undecided, streams && !staged)
  }
}
