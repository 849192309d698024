// SPDX-License-Identifier: MIT

internal import CBNKernels
internal import BNTensors

/// The kernels of the chosen kind.
struct FloatKernels {
  let usesAVX2: Bool
  private let baselineSums = BaselineBlockSums()
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
    guard usesAVX2 else { return baselineSums.sums(x, count) }
    var sums = bn_block_sums()
    bn_avx2_block_sums(x, count, &sums)
    return sums
  }

  /// Adds values to the plain sums of a channel.
  @inline(__always)
  func addPlain(
    _ x: UnsafePointer<Float>,
    _ count: Int,
    _ centre: Float,
    _ sums: inout bn_plain_sums
  ) {
    guard usesAVX2 else { return BaselinePlainSums.add(x, count, centre, &sums) }
    bn_avx2_plain_sums(x, count, centre, &sums)
  }

  /// Adds pairs to the plain sums of a channel.
  @inline(__always)
  func addPlain(
    _ x: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>,
    _ count: Int,
    _ centre: Float,
    _ sums: inout bn_plain_sums
  ) {
    guard usesAVX2 else { return BaselinePlainSums.add(x, dy, count, centre, &sums) }
    bn_avx2_plain_pair_sums(x, dy, count, centre, &sums)
  }

  /// The largest magnitude pattern of a block; NaN counts as larger than infinity.
  @inline(never)
  func largest(_ x: UnsafePointer<Float>, _ count: Int) -> UInt32 {
    var lanes = SIMD8<Int32>.zero
    let whole = count & ~7
    let bytes = UnsafeRawPointer(x)
    for offset in stride(from: 0, to: 4 * whole, by: 32) {
      let bits = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Int32>.self) & 0x7fff_ffff
      lanes.replace(with: bits, where: bits .> lanes)
    }
    var largest: UInt32 = 0
    for lane in 0..<8 { largest = max(largest, UInt32(bitPattern: lanes[lane])) }
    for index in whole..<count { largest = max(largest, x[index].bitPattern & 0x7fff_ffff) }
    return largest
  }

  /// Rounds a line at every x and lists the undecided chunks of 32.
  @inline(__always)
  func round(
    _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ lines: RoundingLines,
    _ undecided: UnsafeMutablePointer<UInt32>,
    ahead: UnsafePointer<Float>?
  ) -> Int {
    var line = lines.line
    guard usesAVX2 else { return BaselineLine.round(x, y, count, line, undecided) }
    guard var pair = lines.pair else {
      return bn_avx2_line(x, y, count, &line, undecided, ahead, streams)
    }
    return bn_avx2_float_line(x, y, count, &pair, &line, undecided, ahead, streams, nil)
  }

  /// The same, and the largest magnitude pattern of x.
  @inline(__always)
  func roundGuarded(
    _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ lines: RoundingLines,
    _ undecided: UnsafeMutablePointer<UInt32>
  ) -> (found: Int, largest: UInt32) {
    guard usesAVX2, var pair = lines.pair else {
      let largest = largest(x, count)
      return (round(x, y, count, lines, undecided, ahead: nil), largest)
    }
    var (line, largest) = (lines.line, UInt32(0))
    let found = bn_avx2_float_line(x, y, count, &pair, &line, undecided, nil, streams, &largest)
    return (found, largest)
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

  /// The exact sums of a block of bfloat16 without widening it; nil where they do not serve.
  func brainSums(_ x: UnsafePointer<UInt16>, _ count: Int) -> bn_block_sums? {
    guard usesAVX2 else { return nil }
    var sums = bn_block_sums()
    bn_avx2_brain_sums(x, count, &sums)
    return sums.status == 1 ? nil : sums
  }

  /// Converts 16-bit patterns to float32.
  func widen(
    _ x: UnsafePointer<UInt16>,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ format: FloatFormat
  ) {
    if usesAVX2 { return bn_avx2_widen(x, y, count, format == .bfloat16) }
    for index in 0..<count { y[index] = format.float(x[index]) }
  }

  /// Rounds a line at every x to 16 bits and lists the undecided chunks of 32.
  func round(
    _ x: UnsafePointer<UInt16>,
    _ y: UnsafeMutablePointer<UInt16>,
    _ count: Int,
    _ line: bn_reduced_line,
    _ undecided: UnsafeMutablePointer<bn_open_chunk>,
    _ format: FloatFormat,
    ahead: UnsafePointer<UInt16>?
  ) -> Int {
    var line = line
    if usesAVX2 {
      return bn_avx2_reduced_line(x, y, count, &line, undecided, ahead, format == .bfloat16)
    }
    var found = 0
    for start in stride(from: 0, to: count, by: 32) {
      var lanes: UInt32 = 0
      for index in start..<min(start + 32, count) {
        let product = format.float(x[index]) * line.slope
        y[index] = format.halfBits(product + line.low)
        if y[index] != format.halfBits(product + line.high) { lanes |= 1 << UInt32(index - start) }
      }
      if lanes != 0 {
        undecided[found] = bn_open_chunk(index: UInt32(start / 32), lanes: lanes)
        found += 1
      }
    }
    return found
  }
}
