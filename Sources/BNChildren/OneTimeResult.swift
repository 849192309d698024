// SPDX-License-Identifier: MIT

internal import Synchronization

/// A result that is set once and waited for once, even by a task that has been cancelled.
///
/// The wait must not end early: a child whose number nobody knows could not be ended.
final class OneTimeResult<Value: Sendable>: Sendable {
  private enum State: Sendable {
    case empty
    case waiting(CheckedContinuation<Value, any Error>)
    case set(Result<Value, any Error>)
    case taken
  }

  private let state = Mutex(State.empty)

  /// Creates a result that is not there yet.
  init() {}

  /// The result, once it is there.
  var value: Value {
    get async throws {
      try await withCheckedThrowingContinuation { continuation in
        let ready = state.withLock { state -> Result<Value, any Error>? in
          if case .set(let result) = state {
            state = .taken
            return result
          }
          state = .waiting(continuation)
          return nil
        }
        if let ready { continuation.resume(with: ready) }
      }
    }
  }

  /// Sets the result; a second one is dropped.
  func set(_ result: Result<Value, any Error>) {
    let waiting = state.withLock { state -> CheckedContinuation<Value, any Error>? in
      switch state {
      case .empty: state = .set(result)
      case .waiting(let continuation):
        state = .taken
        return continuation
      case .set, .taken: break
      }
      return nil
    }
    waiting?.resume(with: result)
  }
}
