// SPDX-License-Identifier: MIT

internal import Synchronization

/// A value that several tasks and threads change in turn.
package final class Shared<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  /// Creates a shared value.
  package init(_ value: Value) { mutex = Mutex(value) }

  /// Reads or changes the value while nobody else does.
  package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    try mutex.withLock { value in try body(&value) }
  }
}
