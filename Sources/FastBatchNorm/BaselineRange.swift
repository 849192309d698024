// SPDX-License-Identifier: MIT

/// The range of a block: its ends and the biased exponents of its largest and smallest magnitude.
///
/// Zero is left out of the smallest magnitude; subnormal numbers count as the smallest normal ones.
/// NaN may go unseen.
struct BaselineRange {
  let minimum: Float
  let maximum: Float
  let top: Int
  let bottom: Int

  /// Scans at least one value.
  @inline(__always)
  init(_ x: UnsafePointer<Float>, _ count: Int) {
    var low = V8f(repeating: x[0])
    var high = low
    var small = V8f(repeating: .infinity)
    let bytes = UnsafeRawPointer(x)
    let whole = count & ~7
    for offset in stride(from: 0, to: 4 * whole, by: 32) {
      Self.add(bytes.loadUnaligned(fromByteOffset: offset, as: V8f.self), &low, &high, &small)
    }
    if whole < count {
      var rest = V8f(repeating: x[0])
      for lane in 0..<(count - whole) { rest[lane] = x[whole + lane] }
      Self.add(rest, &low, &high, &small)
    }
    var (minimum, maximum, smallest) = (low[0], high[0], small[0])
    for lane in 1..<8 {
      if low[lane] < minimum { minimum = low[lane] }
      if high[lane] > maximum { maximum = high[lane] }
      if small[lane] < smallest { smallest = small[lane] }
    }
    self.minimum = minimum
    self.maximum = maximum
    let largest = max(minimum.magnitude.bitPattern, maximum.magnitude.bitPattern)
    top = max(Int(largest >> 23), 1)
    bottom = smallest == .infinity ? top : max(Int((smallest.bitPattern + 1) >> 23), 1)
  }

  @inline(__always)
  private static func add(_ x: V8f, _ low: inout V8f, _ high: inout V8f, _ small: inout V8f) {
    low.replace(with: x, where: x .< low)
    high.replace(with: x, where: x .> high)
    // One less than the pattern: zero becomes a NaN, which no comparison takes.
    let magnitude = unsafeBitCast(x, to: SIMD8<UInt32>.self) & 0x7fff_ffff
    let candidate = unsafeBitCast(magnitude &- 1, to: V8f.self)
    small.replace(with: candidate, where: candidate .< small)
  }
}
