// SPDX-License-Identifier: MIT

package import ExactArithmetic

/// What one channel is normalized with, as exact numbers: the definition that decides in the end.
/// ```
/// y = β + γ·(n·x − shift)/√scale
/// ```
/// In training shift = Σx and scale = n·Σx² − (Σx)² + eps·n²; in evaluation n = 1,
/// shift = running_mean and scale = running_var + eps (R21, R29).
package struct ChannelScale {
  package var gamma: ExactReal
  package var beta: ExactReal
  package var count: ExactReal
  package var shift: ExactReal
  package var scale: ExactReal

  /// The constants of a batch with the given exact sums.
  init(sums: ChannelSums, gamma: Double, beta: Double, eps: Double) {
    self.init(
      count: sums.count,
      exact: sums.isFinite ? sums.exact : nil,
      gamma: gamma,
      beta: beta,
      eps: eps
    )
  }

  /// The constants of a batch with the given exact Σx and Σx²; nil where a value is not finite.
  init(
    count values: Int,
    exact: (sum: Dyadic, square: Dyadic)?,
    gamma: Double,
    beta: Double,
    eps: Double
  ) {
    self.gamma = ExactReal(gamma)
    self.beta = ExactReal(beta)
    count = ExactReal(values)
    guard let (sum, square) = exact else {
      (shift, scale) = (.notANumber, .notANumber)
      return
    }
    shift = .finite(sum)
    scale = count * .finite(square) - shift * shift + count * count * ExactReal(eps)
  }

  /// The constants of evaluation.
  init(runningMean: Double, runningVar: Double, gamma: Double, beta: Double, eps: Double) {
    self.gamma = ExactReal(gamma)
    self.beta = ExactReal(beta)
    count = .one
    shift = ExactReal(runningMean)
    scale = ExactReal(runningVar) + ExactReal(eps)
  }

  /// The exact result for one value.
  func result(_ x: Double) -> QuadraticSurd {
    QuadraticSurd(
      rational: beta,
      irrational: gamma * (count * ExactReal(x) - shift),
      radicand: scale
    )
  }
}
