// SPDX-License-Identifier: MIT

internal import ExactArithmetic

/// What the gradients of one channel are made of, as exact numbers.
/// ```
/// dβ = G      dγ = P/√D      dx = γ·[D·(n·dy − G) − (n·x − shift)·P] / (D·√D)
/// ```
/// with P = n·Σx·dy − shift·G; in evaluation n = 1 and dx = γ·dy/√D (R33, R34).
struct GradientScale {
  let forward: ChannelScale
  let usesBatchStatistics: Bool
  let gradient: ExactReal
  let projection: ExactReal

  /// The gradients of a forward with the given exact Σdy and Σx·dy.
  init(
    forward: ChannelScale,
    usesBatchStatistics: Bool,
    exact: (sum: Dyadic, square: Dyadic)
  ) {
    self.forward = forward
    self.usesBatchStatistics = usesBatchStatistics
    let (sum, product) = exact
    gradient = .finite(sum)
    projection = forward.count * .finite(product) - forward.shift * gradient
  }

  /// The exact gradient with respect to γ.
  var weight: QuadraticSurd {
    QuadraticSurd(irrational: projection, radicand: forward.scale)
  }

  /// The exact gradient with respect to β.
  var bias: QuadraticSurd { QuadraticSurd(rational: gradient) }

  /// The exact gradient with respect to one x.
  func input(_ x: Double, _ dy: Double) -> QuadraticSurd {
    let root = forward.scale
    guard usesBatchStatistics, case .finite(let denominator) = root else {
      return QuadraticSurd(irrational: forward.gamma * ExactReal(dy), radicand: root)
    }
    let centred = forward.count * ExactReal(dy) - gradient
    let deviation = forward.count * ExactReal(x) - forward.shift
    return QuadraticSurd(
      irrational: forward.gamma * (root * centred - deviation * projection),
      radicand: root,
      denominator: denominator
    )
  }
}
