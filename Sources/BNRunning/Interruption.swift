// SPDX-License-Identifier: MIT

package import BNRunFile

/// A request to stop a run, which may come at any time.
package final class Interruption: Sendable {
  private let state = Shared(State())

  private struct State: Sendable {
    var code: RunExitCode?
    var reaction: (@Sendable () -> Void)?
  }

  /// Creates a request that nobody has made yet.
  package init() {}

  /// Whether the run is to stop.
  package var isRaised: Bool { code != nil }

  /// What the run's process is to exit with because of the request; nil if there is none.
  package var code: RunExitCode? { state.withLock { $0.code } }

  /// Asks the run to stop; false if that had been asked before.
  @discardableResult
  package func raise(_ code: RunExitCode = .interrupted) -> Bool {
    let (isFirst, reaction) = state.withLock { state in
      let isFirst = state.code == nil
      if isFirst { state.code = code }
      return (isFirst, state.reaction)
    }
    if isFirst { reaction?() }
    return isFirst
  }

  /// Sets what happens when the request comes; it happens at once if it has come.
  func react(_ reaction: @escaping @Sendable () -> Void) {
    let isRaised = state.withLock { state in
      state.reaction = reaction
      return state.code != nil
    }
    if isRaised { reaction() }
  }
}
