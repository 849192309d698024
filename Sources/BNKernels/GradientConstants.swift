// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNExactArithmetic

/// What the gradients of one channel are computed from, and what decides where that does not.
final class GradientConstants {
  /// The statistics that one channel was normalized with.
  enum Reference {
    case batch(BoundedSums)
    case running(RunningStatistics)
  }

  /// What the later tiers need.
  struct Later {
    /// Constants as good as double-double can be; nil where only exact numbers serve.
    let plane: ChannelPlane?
    let scale: ExactGradient
  }

  /// The constants in double-double.
  let plane: ChannelPlane
  /// The range of x over which the plane is taken.
  let ends: (minimum: Float, maximum: Float)
  /// The range of dy.
  let gradients: (minimum: Float, maximum: Float)
  /// Whether every gradient with respect to x is exactly zero.
  let isZero: Bool
  /// Whether dx depends on dy alone, as with running statistics.
  let ignoresInput: Bool
  private lazy var later = makeLater()
  private let makeLater: () -> Later

  /// The constants of a channel with the sums of its pairs; nil where only exact numbers serve.
  init?(
    forward: FloatForward,
    channel: Int,
    reference: Reference,
    sums: BoundedSums,
    later: @escaping () -> Later
  ) {
    let gamma = forward.gamma(channel)
    guard sums.isBounded else { return nil }
    switch reference {
    case .batch(let batch):
      guard let line = forward.line(channel, batch),
        let plane = ChannelPlane(line: line, batch: batch, sums: sums)
      else {
        return nil
      }
      self.plane = plane
      ends = batch.ends
      // A dy that is the same everywhere equals its mean.
      isZero = gamma == 0 || sums.minimum == sums.maximum
      ignoresInput = false
    case .running(let statistics):
      guard let line = forward.line(channel, statistics) else { return nil }
      let mean = statistics.mean[channel]
      plane = ChannelPlane(line: line, runningMean: Double(mean), sums: sums)
      // The plane does not turn with x here.
      ends = (mean, mean)
      isZero = gamma == 0 || (sums.minimum == 0 && sums.maximum == 0)
      ignoresInput = true
    }
    gradients = sums.ends
    makeLater = later
  }

  /// Whether the constants leave hardly more undecided than those of exact sums.
  var isSharp: Bool {
    let largest = max(gradients.minimum.magnitude, gradients.maximum.magnitude)
    return isZero
      || plane.isSharp(Double(ends.minimum), Double(ends.maximum), largest: Double(largest))
  }

  /// The gradient with respect to γ, by a reading of enclosures and one of exact numbers.
  func weight<Value>(_ read: (Enclosure) -> Value?, _ exact: (QuadraticSurd) -> Value) -> Value {
    read(plane.weight) ?? (later.plane?.weight).flatMap(read) ?? exact(later.scale.weight)
  }

  /// The gradient with respect to β, in the same way.
  func bias<Value>(_ read: (Enclosure) -> Value?, _ exact: (QuadraticSurd) -> Value) -> Value {
    read(plane.bias) ?? (later.plane?.bias).flatMap(read) ?? exact(later.scale.bias)
  }

  /// The gradient with respect to one x by an enclosure in double-double, if it is decided.
  func input<Value>(_ x: Double, _ dy: Double, _ read: (Enclosure) -> Value?) -> Value? {
    read(plane.enclosure(x, dy)) ?? (later.plane?.enclosure(x, dy)).flatMap(read)
  }

  /// The exact gradient with respect to one x.
  func exactInput(_ x: Double, _ dy: Double) -> QuadraticSurd { later.scale.input(x, dy) }
}
