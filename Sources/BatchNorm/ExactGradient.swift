// SPDX-License-Identifier: MIT

package import BNExactArithmetic

/// The gradients of one channel, as exact numbers.
///
/// With X = n·x − Σx, G = Σdy, P = ΣX·dy and D = n²(variance + eps), in training (R33)
/// ```
/// dβ = G      dγ = P/√D      dx = γ·[D·(n·dy − G) − X·P] / (D·√D)
/// ```
/// and with the running statistics, X = x − running_mean and D = running_var + eps, the same sums and
/// dx = γ·dy/√D (R34).
package struct ExactGradient: Sendable {
  /// What the channel was normalized with.
  package let channel: ExactChannel
  /// Whether these are statistics of the batch, on which x has an influence.
  let usesBatchStatistics: Bool
  let sums: GradientSums

  /// The gradients of a channel with the given sums.
  package init(_ channel: ExactChannel, usesBatchStatistics: Bool, sums: GradientSums) {
    (self.channel, self.usesBatchStatistics, self.sums) = (channel, usesBatchStatistics, sums)
  }

  /// dγ.
  package var weight: QuadraticSurd {
    QuadraticSurd(irrational: sums.projection, radicand: channel.statistics.scale)
  }

  /// dβ.
  package var bias: QuadraticSurd { QuadraticSurd(rational: sums.gradient) }

  /// dx for one value, by its deviation X and its dy.
  package func input(deviation: ExactReal, dy: ExactReal) -> QuadraticSurd {
    let root = channel.statistics.scale
    guard usesBatchStatistics else {
      return QuadraticSurd(irrational: channel.gamma * dy, radicand: root)
    }
    let centred = channel.statistics.count * dy - sums.gradient
    guard case .finite(let scale) = root else {
      // eps is infinite or something is NaN: 1/√D comes first, as in γ·i·(dy − mean − …).
      return QuadraticSurd(
        irrational: channel.gamma * (centred + deviation * sums.projection * .zero),
        radicand: root
      )
    }
    return QuadraticSurd(
      irrational: channel.gamma * (root * centred - deviation * sums.projection),
      radicand: root,
      denominator: scale
    )
  }
}

/// The two sums over a channel that its gradients need.
package struct GradientSums: Sendable {
  /// G = Σdy.
  let gradient: ExactReal
  /// P = ΣX·dy with the scaled deviations X; the mean drops out because ΣX = 0.
  let projection: ExactReal

  /// Sums that are known.
  package init(gradient: ExactReal, projection: ExactReal) {
    (self.gradient, self.projection) = (gradient, projection)
  }

  /// The sums over values.
  init(dy: [ExactReal], deviations: [ExactReal]) {
    gradient = dy.sum()
    projection = zip(dy, deviations).map { $0 * $1 }.sum()
  }
}
