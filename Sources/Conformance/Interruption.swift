// SPDX-License-Identifier: MIT

/// A request to stop a run, which may come at any time.
package final class Interruption: Sendable {
  private let state = Shared(State())

  private struct State: Sendable {
    var isRaised = false
    var reaction: (@Sendable () -> Void)?
  }

  /// Creates a request that nobody has made yet.
  package init() {}

  /// Whether the run is to stop.
  package var isRaised: Bool { state.withLock { $0.isRaised } }

  /// Asks the run to stop; false if that had been asked before.
  @discardableResult
  package func raise() -> Bool {
    let (isFirst, reaction) = state.withLock { state in
      defer { state.isRaised = true }
      return (!state.isRaised, state.reaction)
    }
    if isFirst { reaction?() }
    return isFirst
  }

  /// Sets what happens when the request comes; it happens at once if it has come.
  func react(_ reaction: @escaping @Sendable () -> Void) {
    let isRaised = state.withLock { state in
      state.reaction = reaction
      return state.isRaised
    }
    if isRaised { reaction() }
  }
}
