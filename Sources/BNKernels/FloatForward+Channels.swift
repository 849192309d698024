// SPDX-License-Identifier: MIT

internal import BatchNorm
/// The constants of single channels.
extension FloatForward {
  /// The constants of a channel of a batch; nil where only exact numbers serve.
  func line(_ channel: Int, _ sums: BoundedSums) -> ChannelLine? {
    ChannelLine(
      sums: sums,
      gamma: gamma(channel),
      beta: beta(channel),
      eps: eps,
      stress: settings.stress
    )
  }

  /// The same as exact numbers.
  func scale(_ channel: Int, _ sums: ChannelSums) -> ExactChannel {
    ExactChannel(sums: sums, gamma: gamma(channel), beta: beta(channel), eps: eps)
  }

  /// The constants of a channel with running statistics; nil where only exact numbers serve.
  func line(_ channel: Int, _ statistics: RunningStatistics) -> ChannelLine? {
    ChannelLine(
      runningMean: Double(statistics.mean[channel]),
      runningVar: Double(statistics.variance[channel]),
      gamma: gamma(channel),
      beta: beta(channel),
      eps: eps,
      stress: settings.stress
    )
  }

  /// The same as exact numbers.
  func scale(_ channel: Int, _ statistics: RunningStatistics) -> ExactChannel {
    ExactChannel(
      runningMean: Double(statistics.mean[channel]),
      runningVar: Double(statistics.variance[channel]),
      gamma: gamma(channel),
      beta: beta(channel),
      eps: eps
    )
  }
}
