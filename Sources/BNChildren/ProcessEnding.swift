// SPDX-License-Identifier: MIT

internal import BNPlatform

/// How a process ended.
package enum ProcessEnding: Equatable, Sendable {
  case exited(Int32)
  case signalled(Int32)

  /// What happened, as the end of the sentence "the process …".
  package var clause: String {
    switch self {
    case .exited(let code): "exited with code \(code)"
    case .signalled(let signal): "was killed by signal \(signal)\(Self.name(of: signal))"
    }
  }

  /// The name of a signal in brackets, or nothing for the uncommon ones, whose numbers differ.
  package static func name(of signal: Int32) -> String {
    let names: [Int32: String] = [
      1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT",
      SIGBUS: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM",
      15: "SIGTERM",
    ]
    return names[signal].map { " (\($0))" } ?? ""
  }
}
