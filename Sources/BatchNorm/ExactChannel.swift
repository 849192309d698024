// SPDX-License-Identifier: MIT

package import BNExactArithmetic

/// What the elements of one channel are normalized with, as exact numbers (R20–R22, R29).
package struct ExactChannel: Sendable {
  /// The statistics of the batch, or the running ones.
  package let statistics: ChannelStatistics
  /// γ; 1 without a weight.
  package let gamma: ExactReal
  /// β; 0 without a bias.
  package let beta: ExactReal

  /// Creates the constants of a channel.
  package init(_ statistics: ChannelStatistics, gamma: ExactReal, beta: ExactReal) {
    (self.statistics, self.gamma, self.beta) = (statistics, gamma, beta)
  }

  /// y for one x.
  package func result(_ x: ExactReal) -> QuadraticSurd {
    QuadraticSurd(
      rational: beta,
      irrational: gamma * statistics.deviation(x),
      radicand: statistics.scale
    )
  }
}
