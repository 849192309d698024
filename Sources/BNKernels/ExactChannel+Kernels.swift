// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNExactArithmetic

extension ExactChannel {
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
    count: Int,
    exact: (sum: Dyadic, square: Dyadic)?,
    gamma: Double,
    beta: Double,
    eps: Double
  ) {
    let statistics = ChannelStatistics(
      count: count,
      sum: exact.map { .finite($0.sum) } ?? .notANumber,
      squares: exact.map { .finite($0.square) } ?? .notANumber,
      eps: eps
    )
    self.init(statistics, gamma: ExactReal(gamma), beta: ExactReal(beta))
  }

  /// The constants of evaluation.
  init(runningMean: Double, runningVar: Double, gamma: Double, beta: Double, eps: Double) {
    let statistics = ChannelStatistics(
      runningMean: ExactReal(runningMean),
      runningVar: ExactReal(runningVar),
      eps: eps
    )
    self.init(statistics, gamma: ExactReal(gamma), beta: ExactReal(beta))
  }
}

extension ExactGradient {
  /// The gradients of a forward with the given exact Σdy and Σx·dy.
  init(
    _ channel: ExactChannel,
    usesBatchStatistics: Bool,
    exact: (sum: Dyadic, square: Dyadic)
  ) {
    let (gradient, product) = (ExactReal.finite(exact.sum), ExactReal.finite(exact.square))
    let statistics = channel.statistics
    self.init(
      channel,
      usesBatchStatistics: usesBatchStatistics,
      sums: GradientSums(
        gradient: gradient,
        projection: statistics.count * product - statistics.shift * gradient
      )
    )
  }

  /// dx for one value and its dy.
  func input(_ x: Double, _ dy: Double) -> QuadraticSurd {
    input(deviation: channel.statistics.deviation(ExactReal(x)), dy: ExactReal(dy))
  }
}
