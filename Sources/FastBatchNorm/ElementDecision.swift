// SPDX-License-Identifier: MIT

internal import CAVX2
internal import ExactArithmetic
internal import Tensors

/// Decides the elements of one channel that the first tier leaves open.
///
/// The last of them is remembered, because data with repeated values (zeros after a ReLU) would
/// otherwise pay for each.
final class ElementDecision {
  /// The constants; nil where only exact numbers serve.
  let line: ChannelLine?
  private let scale: () -> ChannelScale
  private var made: ChannelScale?
  private var last: (x: Float, y: Float)?

  init(line: ChannelLine?, scale: @escaping () -> ChannelScale) {
    self.line = line
    self.scale = scale
  }

  /// Decides what is undecided among the elements of a chunk.
  func decide(
    _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ ends: bn_line
  ) {
    for index in 0..<count {
      let product = (Double(x[index]) - ends.centre) * ends.slope
      let (low, high) = (Float(product + ends.low), Float(product + ends.high))
      y[index] = low.bitPattern == high.bitPattern ? low : result(x[index])
    }
  }

  /// The result by the second tier, or the third.
  private func result(_ x: Float) -> Float {
    if let last, last.x == x { return last.y }
    if let y = line?.enclosure(Double(x)).float {
      last = (x, y)
      return y
    }
    return exact(x)
  }

  /// The result by the third tier: exact numbers, and what they say of NaN and infinities.
  func exact(_ x: Float) -> Float {
    if let last, last.x == x { return last.y }
    let scale = made ?? scale()
    made = scale
    let bits = scale.result(Double(x)).rounded(to: .binary32)
    let y = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
    last = (x, y)
    return y
  }
}
