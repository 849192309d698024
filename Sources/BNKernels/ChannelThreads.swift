// SPDX-License-Identifier: MIT

internal import CBNKernels
internal import Dispatch
internal import Synchronization

/// Shares channels among threads.
///
/// A channel is computed by one thread from its own values alone, so that the number of threads and
/// the order of the channels cannot change a bit.
enum ChannelThreads {
  /// The results of all parts; `start` is called once on each thread and gives the work.
  static func map<Result: Sendable>(
    parts: Int,
    threads: Int,
    start: @Sendable () -> (Int) -> Result
  ) -> [Result] {
    guard parts > 0 else { return [] }
    return [Result](unsafeUninitializedCapacity: parts) { buffer, initialized in
      if let first = buffer.baseAddress {
        let count = min(threads, parts)
        fill(SharedResults(first: first), parts: parts, threads: count, start: start)
      }
      initialized = parts
    }
  }

  private static func fill<Result: Sendable>(
    _ results: SharedResults<Result>,
    parts: Int,
    threads: Int,
    start: @Sendable () -> (Int) -> Result
  ) {
    guard threads > 1 else {
      let work = start()
      for part in 0..<parts { (results.first + part).initialize(to: work(part)) }
      bn_streams_fence()
      return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let work = start()
      while true {
        let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard part < parts else { break }
        (results.first + part).initialize(to: work(part))
      }
      // Once for all its parts: a fence waits for the memory.
      bn_streams_fence()
    }
  }
}

/// Room for results, each of which is written by one thread.
private struct SharedResults<Result>: @unchecked Sendable {
  let first: UnsafeMutablePointer<Result>
}
