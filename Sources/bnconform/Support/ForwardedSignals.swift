// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Foundation
internal import Synchronization

/// Hands the signals that ask a program to stop on to the child that does its work, which would
/// otherwise go on by itself.
struct ForwardedSignals {
  /// The signals.
  static let numbers = [SIGINT, SIGTERM, SIGHUP]

  /// The child, once there is one.
  final class Child: Sendable {
    private let process = Mutex<Int32?>(nil)

    /// Notes which process the signals are for.
    func follow(_ number: Int32) { process.withLock { $0 = number } }

    /// Sends a signal; false if there is no child yet.
    fileprivate func send(_ signal: Int32) -> Bool {
      process.withLock { $0.map { kill($0, signal) } } != nil
    }
  }

  let child = Child()
  private let sources: [any DispatchSourceSignal]

  /// Begins to listen.
  init() {
    let child = child
    sources = Self.numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { if !child.send(number) { _exit(128 + number) } }
      source.resume()
      return source
    }
  }

  /// Stops listening.
  func cancel() { for source in sources { source.cancel() } }

  /// Undoes in the child what it has inherited: a signal that its parent ignores.
  static func restoreInChild() { for number in numbers { signal(number, SIG_DFL) } }
}
