// SPDX-License-Identifier: MIT

internal import CAVX2

/// The kernels of the chosen kind.
struct FloatKernels {
  private let usesAVX2: Bool
  /// Whether output goes past the caches: it does where it would not stay in them anyway.
  private let streams: Bool

  /// Chooses the kernels for a tensor of so many values.
  init(_ choice: KernelChoice, elements: Int) {
    usesAVX2 = choice == .avx2 && choice.isAvailable
    streams = elements >= 1 << 20
  }

  /// The exact sums of a block.
  @inline(__always)
  func sums(_ x: UnsafePointer<Float>, _ count: Int) -> bn_block_sums {
    guard usesAVX2 else { return BaselineBlockSums.sums(x, count) }
    var sums = bn_block_sums()
    bn_avx2_block_sums(x, count, &sums)
    return sums
  }

  /// The ends of a block, and whether all of it is finite.
  func range(
    _ x: UnsafePointer<Float>,
    _ count: Int
  ) -> (minimum: Float, maximum: Float, isFinite: Bool) {
    var finite = true
    var (low, high) = (x[0], x[0])
    for index in 0..<count {
      finite = finite && x[index].isFinite
      low = x[index] < low ? x[index] : low
      high = x[index] > high ? x[index] : high
    }
    return (low, high, finite)
  }

  /// Rounds a line at every x and lists the undecided chunks of 32.
  @inline(__always)
  func round(
    _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ line: bn_line,
    _ undecided: UnsafeMutablePointer<UInt32>,
    ahead: UnsafePointer<Float>?
  ) -> Int {
    guard usesAVX2 else { return BaselineLine.round(x, y, count, line, undecided) }
    var line = line
    return bn_avx2_line(x, y, count, &line, undecided, ahead, streams)
  }

  /// The exact Σdy and Σx·dy of a block.
  @inline(__always)
  func gradientSums(
    _ x: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>,
    _ count: Int
  ) -> bn_block_sums {
    guard usesAVX2 else { return BaselineGradient.sums(x, dy, count) }
    var sums = bn_block_sums()
    bn_avx2_gradient_sums(x, dy, count, &sums)
    return sums
  }

  /// Rounds a plane at every pair and lists the undecided chunks of 32.
  @inline(__always)
  func round(
    _ x: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ plane: bn_plane,
    _ undecided: UnsafeMutablePointer<UInt32>,
    ahead: Int
  ) -> Int {
    guard usesAVX2 else { return BaselineGradient.round(x, dy, dx, count, plane, undecided) }
    var plane = plane
    return bn_avx2_plane(x, dy, dx, count, &plane, undecided, ahead, streams)
  }
}
