// SPDX-License-Identifier: MIT

/// The range of a block: its ends and its largest and smallest magnitude.
///
/// Zero is left out of the smallest magnitude; subnormal numbers count as the smallest normal ones.
/// NaN may go unseen.
struct BaselineRange {
  private var low: SIMD4<Float>
  private var high: SIMD4<Float>
  private var small = SIMD4<Float>(repeating: .infinity)

  /// Starts with one value of the block, which is not yet added.
  @inline(__always)
  init(first: Float) {
    low = SIMD4(repeating: first)
    high = low
  }

  /// The range of at least one value.
  @inline(__always)
  init(_ x: UnsafePointer<Float>, _ count: Int) {
    self.init(first: x[0])
    scan(x, count)
  }

  /// Adds values.
  @inline(__always)
  mutating func scan(_ x: UnsafePointer<Float>, _ count: Int) {
    let bytes = UnsafeRawPointer(x)
    let whole = count & ~7
    for offset in stride(from: 0, to: 4 * whole, by: 32) {
      let value = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
      add(value.lowHalf)
      add(value.highHalf)
    }
    for index in whole..<count { add(SIMD4(repeating: x[index])) }
  }

  @inline(__always)
  mutating func add(_ x: SIMD4<Float>) {
    low.replace(with: x, where: x .< low)
    high.replace(with: x, where: x .> high)
    // One less than the pattern: zero becomes a NaN, which no comparison takes.
    let magnitude = unsafeBitCast(x, to: SIMD4<UInt32>.self) & 0x7fff_ffff
    let candidate = unsafeBitCast(magnitude &- 1, to: SIMD4<Float>.self)
    small.replace(with: candidate, where: candidate .< small)
  }

  /// The smallest and the largest value.
  var ends: (minimum: Float, maximum: Float) {
    var (minimum, maximum) = (low[0], high[0])
    for lane in 1..<4 {
      if low[lane] < minimum { minimum = low[lane] }
      if high[lane] > maximum { maximum = high[lane] }
    }
    return (minimum, maximum)
  }

  /// The biased exponents of the largest and the smallest magnitude.
  var exponents: (top: Int, bottom: Int) {
    let (minimum, maximum) = ends
    let largest = max(minimum.magnitude.bitPattern, maximum.magnitude.bitPattern)
    let top = max(Int(largest >> 23), 1)
    var smallest = small[0]
    for lane in 1..<4 where small[lane] < smallest { smallest = small[lane] }
    return (top, smallest == .infinity ? top : max(Int((smallest.bitPattern + 1) >> 23), 1))
  }
}
