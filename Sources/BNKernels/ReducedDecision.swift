// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNExactArithmetic
internal import BNTensors

/// Decides the elements of one 16-bit channel that the first tier leaves open.
///
/// There are at most 65536 different ones, so that every decision is remembered.
final class ReducedDecision {
  private let format: FloatFormat
  private let line: ChannelLine?
  private let scale: () -> ExactChannel
  private var made: ExactChannel?
  private var decided: [UInt16: UInt16] = [:]

  init(format: FloatFormat, line: ChannelLine?, scale: @escaping () -> ExactChannel) {
    self.format = format
    self.line = line
    self.scale = scale
  }

  /// Decides the elements of a chunk that are undecided: bit i for element i.
  func decide(_ x: UnsafePointer<UInt16>, _ y: UnsafeMutablePointer<UInt16>, _ lanes: UInt32) {
    var lanes = lanes
    while lanes != 0 {
      let index = lanes.trailingZeroBitCount
      y[index] = result(x[index])
      lanes &= lanes - 1
    }
  }

  /// The result by the second tier, or the third.
  func result(_ x: UInt16) -> UInt16 {
    if let y = decided[x] { return y }
    let value = Double(format.float(x))
    var bits = line?.enclosure(value).bits(in: format)
    if bits == nil {
      let scale = made ?? scale()
      made = scale
      bits = scale.result(ExactReal(value)).rounded(to: format)
    }
    let y = UInt16(truncatingIfNeeded: bits ?? format.quietNaNBits)
    decided[x] = y
    return y
  }
}

extension FloatFormat {
  /// The exact value of a 16-bit pattern.
  @inline(__always)
  func float(_ bits: UInt16) -> Float {
    precision == 8 ? Float(bitPattern: UInt32(bits) << 16) : Float(double(fromBits: UInt64(bits)))
  }

  /// The 16-bit pattern nearest to a number that is not NaN, ties to even.
  @inline(__always)
  func halfBits(_ value: Float) -> UInt16 {
    guard precision == 8 else { return UInt16(truncatingIfNeeded: bits(rounding: Double(value))) }
    let bits = value.bitPattern
    return UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ (bits >> 16 & 1)) >> 16)
  }
}
