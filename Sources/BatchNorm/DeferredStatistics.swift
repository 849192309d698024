// SPDX-License-Identifier: MIT

import Synchronization

/// The exact statistics of a pass, computed when they are first asked for.
///
/// A faster method decides nearly everything without them.
package final class DeferredStatistics: Sendable {
  private let made: Mutex<[ChannelStatistics]?>
  private let make: @Sendable () -> [ChannelStatistics]

  /// Statistics that are known.
  init(_ known: [ChannelStatistics]) {
    made = Mutex(known)
    make = { known }
  }

  /// Statistics that a body computes.
  package init(_ make: @escaping @Sendable () -> [ChannelStatistics]) {
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
