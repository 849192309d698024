// SPDX-License-Identifier: MIT

import BNExactArithmetic
import BNTensors

/// The second-order derivatives of one channel.
///
/// With X = n·x − Σx, D = n²(variance + eps), p = n·P − ΣP, g = n·dy − Σdy, U = ΣP·X, W = Σdy·X
/// and A = n·ΣP·dy − ΣP·Σdy, in training (R39 with the powers of n taken into D)
/// ```
/// ∂dy = { γ·(p·D − X·U) + Q·X·D + B·D·√D } / (D·√D)
/// ∂γ  = { A·D − U·W } / (D·√D)
/// ∂x  = { γ·[3·X·U·W − (X·A + p·W + U·g)·D] + Q·D·(g·D − X·W) } / (D²·√D)
/// ```
/// and in evaluation (R40, n = 1, no sums)
/// ```
/// ∂dy = (P·γ + Q·X)/√D + B      ∂γ = ΣP·dy/√D      ∂x = Q·dy/√D
/// ```
/// A variance that is infinite or NaN makes the training results NaN; an infinite eps makes all but
/// the B term zero.
struct SecondOrderTerms {
  let offsets: [Int]
  private let usesBatchStatistics: Bool
  private let statistics: ChannelStatistics
  private let gamma: ExactReal
  private let x: [ExactReal]
  private let dy: [ExactReal]
  private let p: [ExactReal]
  private let q: ExactReal
  private let b: ExactReal
  private let sumP: ExactReal
  private let sumDY: ExactReal
  private let u: ExactReal
  private let w: ExactReal
  /// ΣP·dy.
  private let inner: ExactReal
  private let a: ExactReal

  init(pass: ForwardPass, channel: Int, gradOutput: Tensor, incoming: SecondOrderInput) {
    let offsets = pass.input.shape.offsets(ofChannel: channel)
    let statistics = pass.channels[channel]
    let x = offsets.map { statistics.deviation(pass.input.exact(at: $0)) }
    let dy = offsets.map(gradOutput.exact(at:))
    let p = offsets.map { incoming.gradGradInput?.exact(at: $0) ?? .zero }
    let first = GradientSums(dy: dy, deviations: x)
    let second = GradientSums(dy: p, deviations: x)
    (self.offsets, self.statistics, self.x, self.dy, self.p) = (offsets, statistics, x, dy, p)
    usesBatchStatistics = pass.usesBatchStatistics
    gamma = pass.gamma(channel)
    q = incoming.gradGradWeight?.exact(at: channel) ?? .zero
    b = incoming.gradGradBias?.exact(at: channel) ?? .zero
    (sumDY, w) = (first.gradient, first.projection)
    (sumP, u) = (second.gradient, second.projection)
    inner = zip(p, dy).map { $0 * $1 }.sum()
    a = statistics.count * inner - sumP * sumDY
  }

  private var n: ExactReal { statistics.count }
  private var scale: ExactReal { statistics.scale }

  /// The derivative with respect to one element of grad_output.
  func gradOutput(_ j: Int) -> QuadraticSurd {
    guard usesBatchStatistics else {
      return QuadraticSurd(
        rational: b,
        irrational: gamma * p[j] + q * x[j],
        radicand: scale
      )
    }
    guard case .finite(let d) = scale else { return special(rational: b) }
    let direct = gamma * ((n * p[j] - sumP) * scale - x[j] * u)
    return QuadraticSurd(
      rational: b * scale,
      irrational: direct + q * x[j] * scale,
      radicand: scale,
      denominator: d
    )
  }

  /// The derivative with respect to γ.
  var weight: QuadraticSurd {
    guard usesBatchStatistics else { return QuadraticSurd(irrational: inner, radicand: scale) }
    guard case .finite(let d) = scale else { return special(rational: .zero) }
    return QuadraticSurd(irrational: a * scale - u * w, radicand: scale, denominator: d)
  }

  /// The derivative with respect to one element of x.
  func input(_ j: Int) -> QuadraticSurd {
    guard usesBatchStatistics else { return QuadraticSurd(irrational: q * dy[j], radicand: scale) }
    guard case .finite(let d) = scale else { return special(rational: .zero) }
    let g = n * dy[j] - sumDY
    let mixed = x[j] * a + (n * p[j] - sumP) * w + u * g
    let direct = gamma * (ExactReal(3) * x[j] * u * w - mixed * scale)
    let byWeight = q * scale * (g * scale - x[j] * w)
    return QuadraticSurd(irrational: direct + byWeight, radicand: scale, denominator: d * d)
  }

  /// The result where D is infinite (all roots vanish) or NaN.
  private func special(rational: ExactReal) -> QuadraticSurd {
    QuadraticSurd(rational: rational, irrational: .one, radicand: scale)
  }
}
