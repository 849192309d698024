// SPDX-License-Identifier: MIT

/// Where the elements of a channel lie: N samples of C channels of `inner` neighbouring values.
///
/// `(N, C)` has one inner value; channels-last is `(N·inner, C)` with one inner value.
package struct ChannelGrid: Equatable, Sendable {
  package let samples: Int
  package let channels: Int
  package let inner: Int

  package init(samples: Int, channels: Int, inner: Int) {
    self.samples = samples
    self.channels = channels
    self.inner = inner
  }

  /// The number n of values per channel.
  package var valuesPerChannel: Int { samples * inner }
  /// The number of all values.
  package var count: Int { valuesPerChannel * channels }

  /// The offset of the run of a channel in a sample.
  @inline(__always)
  func run(sample: Int, channel: Int) -> Int { (sample * channels + channel) * inner }
}
