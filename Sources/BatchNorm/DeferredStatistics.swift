// SPDX-License-Identifier: MIT

import Synchronization

/// The exact statistics of a pass, computed when they are first asked for.
///
/// The kernels for float64 decide nearly everything without them.
final class DeferredStatistics: Sendable {
  private let made: Mutex<[ChannelStatistics]?>
  private let make: @Sendable () -> [ChannelStatistics]

  /// Statistics that are known.
  init(_ known: [ChannelStatistics]) {
    made = Mutex(known)
    make = { known }
  }

  /// Statistics that a body computes.
  init(_ make: @escaping @Sendable () -> [ChannelStatistics]) {
    made = Mutex(nil)
    self.make = make
  }

  /// The statistics of every channel.
  var values: [ChannelStatistics] {
    made.withLock { made in
      if let made { return made }
      let values = make()
      made = values
      return values
    }
  }
}
