// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import CBNKernels
internal import BNExactArithmetic
internal import BNTensors

/// Decides the elements of one channel that the first tier leaves open.
///
/// The last of them is remembered, because data with repeated values (zeros after a ReLU) would
/// otherwise pay for each.
final class ElementDecision {
  /// What the later tiers need.
  struct Later {
    /// Constants as good as double-double can be; nil where only exact numbers serve.
    let line: ChannelLine?
    let scale: () -> ExactChannel
  }

  /// The constants of the first tier; nil where only exact numbers serve.
  let line: ChannelLine?
  private lazy var later = makeLater()
  private let makeLater: () -> Later
  private lazy var scale = later.scale()
  private var last: (x: Float, y: Float)?

  /// A channel whose first constants are plain: better ones are made when they are needed.
  init(line: ChannelLine?, later: @escaping () -> Later) {
    self.line = line
    makeLater = later
  }

  /// A channel whose constants are as good as double-double can be.
  convenience init(line: ChannelLine?, scale: @escaping () -> ExactChannel) {
    self.init(line: line, later: { Later(line: line, scale: scale) })
  }

  /// The result by the second tier, or the third.
  func result(_ x: Float) -> Float {
    if let last, last.x == x { return last.y }
    let value = Double(x)
    let y =
      line?.enclosure(value).float ?? later.line?.enclosure(value).float ?? exact(x)
    last = (x, y)
    return y
  }

  /// The result by the third tier: exact numbers, and what they say of NaN and infinities.
  private func exact(_ x: Float) -> Float {
    Float(
      bitPattern: UInt32(
        truncatingIfNeeded: scale.result(ExactReal(Double(x))).rounded(to: .binary32)
      )
    )
  }
}

extension bn_line {
  /// The result for one x if both ends round to it.
  @inline(__always)
  func decided(_ x: Float) -> Float? {
    let product = (Double(x) - centre) * slope
    let (low, high) = (Float(product + self.low), Float(product + self.high))
    return low.bitPattern == high.bitPattern ? low : nil
  }
}
