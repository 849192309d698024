// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Foundation

/// Turns SIGTERM into a cancellation, so that a process under test is not left behind.
enum TerminationSignal {
  /// Runs the body as a task that SIGTERM cancels.
  ///
  /// The process ends by that signal once the body has cleaned up, and by the second one at once.
  static func cancelling(_ body: sending @escaping () async throws -> Void) async throws {
    let task = Task { try await body() }
    signal(SIGTERM, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
    source.setEventHandler {
      if task.isCancelled { _exit(128 + SIGTERM) }
      task.cancel()
    }
    source.resume()
    defer { source.cancel() }
    let result = await task.result
    if task.isCancelled { end() }
    try result.get()
  }
  /// Ends the process as the signal would have, had nobody listened.
  private static func end() {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGTERM)
    signal(SIGTERM, SIG_DFL)
    // Who listens to a signal may have blocked it on every thread.
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(SIGTERM)
  }
}
