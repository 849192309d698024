// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Synchronization

/// Shares channels among threads.
///
/// A channel is computed by one thread from its own values alone, so that the number of threads and
/// the order of the channels cannot change a bit.
enum ChannelThreads {
  /// A tensor of fewer values is not worth starting threads for (1 MiB of float32).
  static let worthwhile = 1 << 18

  /// The results of all channels; `start` is called once on each thread and gives the work.
  static func map<Result: Sendable>(
    channels: Int,
    elements: Int,
    threads: Int,
    start: @Sendable () -> (Int) -> Result
  ) -> [Result] {
    let count = elements < worthwhile ? 1 : max(1, min(threads, channels))
    return [Result](unsafeUninitializedCapacity: channels) { buffer, initialized in
      if let first = buffer.baseAddress {
        fill(SharedResults(first: first), channels: channels, threads: count, start: start)
      }
      initialized = channels
    }
  }

  private static func fill<Result: Sendable>(
    _ results: SharedResults<Result>,
    channels: Int,
    threads: Int,
    start: @Sendable () -> (Int) -> Result
  ) {
    guard threads > 1 else {
      let work = start()
      for channel in 0..<channels { (results.first + channel).initialize(to: work(channel)) }
      return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let work = start()
      while true {
        let channel = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard channel < channels else { return }
        (results.first + channel).initialize(to: work(channel))
      }
    }
  }
}

/// Room for results, each of which is written by one thread.
private struct SharedResults<Result>: @unchecked Sendable {
  let first: UnsafeMutablePointer<Result>
}
