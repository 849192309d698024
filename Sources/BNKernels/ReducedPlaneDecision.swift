// SPDX-License-Identifier: MIT

internal import CBNKernels
internal import BNExactArithmetic
internal import BNTensors

/// Decides the gradients of one 16-bit channel that the plane in float32 leaves open.
///
/// Both ends of an enclosure in binary64 or double-double are rounded to the type directly, so that no
/// result is rounded twice. What exact numbers decided is remembered, because data repeat.
final class ReducedPlaneDecision {
  private let format: FloatFormat
  private let constants: GradientConstants
  private let bounds: bn_plane
  private var decided: [UInt32: UInt16] = [:]
  /// How many exact decisions are remembered at most.
  private static let room = 1 << 16

  init(format: FloatFormat, constants: GradientConstants, bounds: bn_plane) {
    self.format = format
    self.constants = constants
    self.bounds = bounds
  }

  /// The result by the first tier that decides it.
  func result(_ x: UInt16, _ dy: UInt16) -> UInt16 {
    let (value, gradient) = (Double(format.float(x)), Double(format.float(dy)))
    if gradient == 0, constants.ignoresInput { return 0 }
    let ends = bounds.wideEnds(value, gradient)
    let bits = format.bits(rounding: ends.low)
    if bits == format.bits(rounding: ends.high) { return UInt16(truncatingIfNeeded: bits) }
    if let bits = constants.input(value, gradient, { $0.bits(in: format) }) {
      return UInt16(truncatingIfNeeded: bits)
    }
    let key = constants.ignoresInput ? UInt32(dy) : UInt32(x) << 16 | UInt32(dy)
    if let known = decided[key] { return known }
    let exact = constants.exactInput(value, gradient).rounded(to: format)
    let result = UInt16(truncatingIfNeeded: exact)
    if decided.count < Self.room { decided[key] = result }
    return result
  }
}

extension bn_plane {
  /// Both ends for one pair in binary64.
  fileprivate func wideEnds(_ x: Double, _ dy: Double) -> (low: Double, high: Double) {
    let (g, t) = (dy * slope_dy, (x - centre) * slope_x)
    return (g + (t + low), g + (t + high))
  }
}
