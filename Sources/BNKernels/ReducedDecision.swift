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
}
