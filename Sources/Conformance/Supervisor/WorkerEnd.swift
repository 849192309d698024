// SPDX-License-Identifier: MIT

/// How a worker came to its end, and the last that it wrote to standard error.
package struct WorkerEnd: Equatable, Sendable {
  /// How.
  package var cause: Cause
  /// The end of its standard error, without control characters.
  package var standardError: String

  /// How a worker can end.
  package enum Cause: Equatable, Sendable {
    case exited(Int32)
    case signalled(Int32)
    /// It could not be started.
    case notStarted(String)
    /// It wrote what is no message, and was killed.
    case garbage(String)
    /// It said nothing for so many seconds, and was killed.
    case stalled(seconds: Double)
    /// It had closed its pipes but did not exit, and was killed.
    case lingered
    /// The run was interrupted.
    case cancelled
  }

  /// Creates an end.
  package init(_ cause: Cause, standardError: String = "") {
    self.cause = cause
    self.standardError = standardError
  }

  /// What happened, as the end of the sentence "the worker …".
  package var clause: String {
    switch cause {
    case .exited(0): "ended before its last case"
    case .exited(let code): "exited with code \(code)"
    case .signalled(let signal): "was killed by signal \(Self.name(of: signal))"
    case .notStarted(let reason): "could not be started: \(reason)"
    case .garbage(let line): "wrote what is no message: \(line.debugDescription)"
    case .stalled(let seconds): "said nothing for \(Int(seconds)) s and was stopped"
    case .lingered: "closed its output but did not exit, and was stopped"
    case .cancelled: "was interrupted"
    }
  }

  private static func name(of signal: Int32) -> String {
    let names: [Int32: String] = [
      2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 8: "SIGFPE", 9: "SIGKILL",
      11: "SIGSEGV", 13: "SIGPIPE", 15: "SIGTERM",
    ]
    return names[signal].map { "\(signal) (\($0))" } ?? "\(signal)"
  }
}
