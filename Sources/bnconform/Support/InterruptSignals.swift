// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNRunning
internal import Dispatch
internal import BNPlatform
internal import BNChildren

/// Turns the signals that ask a program to stop into an interruption of the run.
///
/// The second one ends the process at once, with everything that it started.
struct InterruptSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ interruption: Interruption) {
    let mark = SessionMark.wholeProcess
    // A queue of its own: work that never waits may keep every thread of the shared ones.
    let queue = DispatchQueue(label: "signals")
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if interruption.raise(RunExitCode(signal: number)) { return }
        mark.endAll()
        _exit(RunExitCode(signal: number).rawValue)
      }
      source.resume()
      return source
    }
  }

  /// Stops listening.
  func cancel() { for source in sources { source.cancel() } }
}
