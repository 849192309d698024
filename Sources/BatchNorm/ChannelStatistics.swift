// SPDX-License-Identifier: MIT

package import BNExactArithmetic

/// What one channel is normalized with, scaled by a count n so that nothing is divided.
/// ```
/// y = β + γ·(n·x − shift)/√scale      scale = n²·(variance + eps)
/// ```
/// In evaluation n = 1, shift = running_mean and scale = running_var + eps (R29).
package struct ChannelStatistics: Sendable {
  /// n, the number of values; 1 in evaluation.
  package let count: ExactReal
  /// n times the mean.
  package let shift: ExactReal
  /// n² times the biased variance.
  package let spread: ExactReal
  /// n² times (variance + eps), the radicand (R21).
  package let scale: ExactReal

  /// The statistics of a batch: mean and biased variance over all dimensions but 1 (R20).
  ///
  /// The spread is Σ(n·x − Σx)²/n, which is exact and, unlike n·Σx² − (Σx)², gives NaN for an
  /// infinite value as the two-pass definition does (R28); for finite values the cheaper form is
  /// the same number.
  init(batch values: [ExactReal], eps: Double) {
    let sum = values.sum()
    var squares = ExactReal.notANumber
    if case .finite = sum { squares = values.map { $0 * $0 }.sum() }
    self.init(count: values.count, sum: sum, squares: squares, eps: eps)
  }

  /// The statistics of a batch from its exact sums; without a sum of squares the spread is NaN.
  package init(count values: Int, sum: ExactReal, squares: ExactReal, eps: Double) {
    let n = ExactReal(values)
    if case .notANumber = squares {
      spread = .notANumber
    } else {
      spread = n * squares - sum * sum
    }
    count = n
    shift = sum
    scale = spread + n * n * ExactReal(eps)
  }

  /// The statistics of evaluation: the running ones (R29).
  package init(runningMean: ExactReal, runningVar: ExactReal, eps: Double) {
    count = .one
    shift = runningMean
    spread = runningVar
    scale = runningVar + ExactReal(eps)
  }

  /// The mean as an exact quotient.
  var mean: QuadraticSurd {
    QuadraticSurd(rational: shift, denominator: count.dyadic ?? .one)
  }

  /// The biased variance as an exact quotient.
  var biasedVariance: QuadraticSurd {
    QuadraticSurd(rational: spread, denominator: (count * count).dyadic ?? .one)
  }

  /// n·x − n·mean, the deviation scaled by n.
  package func deviation(_ x: ExactReal) -> ExactReal { count * x - shift }
}
