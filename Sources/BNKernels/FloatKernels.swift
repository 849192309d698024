// SPDX-License-Identifier: MIT

internal import CBNKernels
internal import BNTensors

/// The kernels of the chosen kind for float32 and the 16-bit types.
struct FloatKernels {
  let table: bn_kernels
  /// Whether output goes past the caches: it does where it would not stay in them anyway.
  private let streams: Bool

  /// Chooses the kernels for a tensor of so many values.
  init(_ choice: KernelChoice, elements: Int) {
    table = choice.table
    streams = elements >= 1 << 20
  }

  /// The exact sums of a block.
  func sums(_ x: UnsafePointer<Float>, _ count: Int) -> bn_block_sums {
    var sums = bn_block_sums()
    table.block_sums(x, count, &sums)
    return sums
  }

  /// The exact Σdy and Σx·dy of a block.
  func gradientSums(
    _ x: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>,
    _ count: Int
  ) -> bn_block_sums {
    var sums = bn_block_sums()
    table.gradient_sums(x, dy, count, &sums)
    return sums
  }

  /// The exact sums of a block of bfloat16 without widening it; nil where they do not serve.
  func brainSums(_ x: UnsafePointer<UInt16>, _ count: Int) -> bn_block_sums? {
    var sums = bn_block_sums()
    table.brain_sums(x, count, &sums)
    return sums.status == 1 ? nil : sums
  }

  /// Converts 16-bit patterns to float32.
  func widen(
    _ x: UnsafePointer<UInt16>,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ format: FloatFormat
  ) {
    table.widen(x, y, count, format == .bfloat16)
  }

  /// Rounds a line at every x and lists the undecided values; joins the largest magnitude pattern of x, if asked.
  @inline(__always)
  func round(
    _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ lines: RoundingLines,
    _ open: UnsafeMutablePointer<bn_open_chunk>,
    ahead: UnsafePointer<Float>?,
    largest: UnsafeMutablePointer<UInt32>? = nil
  ) -> Int {
    var line = lines.line
    guard let round = table.float_line, var pair = lines.pair else {
      return table.line(x, y, count, &line, open, ahead, streams, largest)
    }
    return round(x, y, count, &pair, &line, open, ahead, streams, largest)
  }

  /// Rounds a plane at every pair and lists the undecided values.
  func round(
    _ x: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ plane: bn_plane,
    _ open: UnsafeMutablePointer<bn_open_chunk>,
    ahead: Int
  ) -> Int {
    var plane = plane
    return table.plane(x, dy, dx, count, &plane, open, ahead, streams)
  }

  /// Rounds a line at every x to 16 bits and lists the undecided values.
  func round(
    _ x: UnsafePointer<UInt16>,
    _ y: UnsafeMutablePointer<UInt16>,
    _ count: Int,
    _ line: bn_reduced_line,
    _ open: UnsafeMutablePointer<bn_open_chunk>,
    _ format: FloatFormat,
    ahead: UnsafePointer<UInt16>?
  ) -> Int {
    var line = line
    return table.reduced_line(x, y, count, &line, open, ahead, format == .bfloat16)
  }

  /// Rounds a plane at every pair to 16 bits and lists the undecided values.
  func round(
    _ x: UnsafePointer<UInt16>,
    _ dy: UnsafePointer<UInt16>,
    _ dx: UnsafeMutablePointer<UInt16>,
    _ count: Int,
    _ plane: bn_reduced_plane,
    _ open: UnsafeMutablePointer<bn_open_chunk>,
    _ format: FloatFormat
  ) -> Int {
    var plane = plane
    return table.reduced_plane(x, dy, dx, count, &plane, open, format == .bfloat16)
  }
}

extension UnsafePointer<bn_open_chunk> {
  /// Calls a body with the index of every undecided value of some chunks.
  @inline(__always)
  func forEach(_ found: Int, _ body: (Int) -> Void) {
    for chunk in 0..<found {
      var lanes = self[chunk].lanes
      while lanes != 0 {
        body(32 * Int(self[chunk].index) + lanes.trailingZeroBitCount)
        lanes &= lanes - 1
      }
    }
  }
}
