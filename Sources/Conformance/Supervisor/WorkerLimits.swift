// SPDX-License-Identifier: MIT

package import Implementations

/// How long a supervisor waits for its workers.
package struct WorkerLimits: Equatable, Sendable {
  /// How long a worker may say nothing.
  package var silence: Duration
  /// How long a worker may take to exit after it has closed its output, and how long one that is
  /// asked to stop is left before it is killed.
  package var grace: Duration

  /// Creates limits.
  package init(silence: Duration = .seconds(600), grace: Duration = .seconds(2)) {
    self.silence = silence
    self.grace = grace
  }

  /// Creates limits that leave a process under test the time that it may take.
  package init(processLimits: ProcessLimits) {
    let longest = processLimits.start + processLimits.perCase
    self.init(silence: max(.seconds(600), longest * 2))
  }
}
