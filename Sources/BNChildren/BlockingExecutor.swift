// SPDX-License-Identifier: MIT

internal import Dispatch

/// Runs the jobs of one actor in order on threads that may block.
///
/// Waiting for a child in `poll` would otherwise hold one of the few threads of the concurrency
/// runtime, on which everything else in the process depends.
package final class BlockingExecutor: SerialExecutor {
  private let queue: DispatchQueue

  /// Creates an executor; the label shows in debuggers.
  package init(label: String) { queue = DispatchQueue(label: label) }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    queue.async { job.runSynchronously(on: executor) }
  }

  package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }
}
