// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNExactArithmetic
internal import BNTensors

/// Decides the elements of one float64 channel that the first tier leaves open.
///
/// What exact numbers decided is remembered, because data with repeated values (zeros after a ReLU)
/// would otherwise pay for each.
final class DoubleDecision {
  /// The constants; nil where only exact numbers serve.
  let line: DoubleLine?
  private lazy var scale = makeScale()
  private let makeScale: () -> ExactChannel
  private var decided: [UInt64: Double] = [:]
  /// How many exact decisions are remembered at most.
  private static let room = 1 << 12

  init(line: DoubleLine?, scale: @escaping () -> ExactChannel) {
    self.line = line
    makeScale = scale
  }

  /// The result by the second tier, or the third: exact numbers, and what they say of NaN and infinities.
  func result(_ x: Double) -> Double {
    if let y = line?.enclosure(x).double { return y }
    if let y = decided[x.bitPattern] { return y }
    let y = Double(bitPattern: scale.result(ExactReal(x)).rounded(to: .binary64))
    if decided.count < Self.room { decided[x.bitPattern] = y }
    return y
  }
}
