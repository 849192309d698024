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
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
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
