// SPDX-License-Identifier: MIT

internal import Foundation

/// How much slower than usual the machine is, for tests whose limits of time must leave the code
/// under test enough of it: `tools/sanitize` says so in `BNCONFORM_TEST_TIME_SCALE`.
///
/// What a test asserts stays the same; only the limits given to what it starts grow.
package enum TimeScale {
  /// The factor, 1 unless the environment says more.
  package static let factor: Int = {
    let text = ProcessInfo.processInfo.environment["BNCONFORM_TEST_TIME_SCALE"]
    return max(1, text.flatMap { Int($0) } ?? 1)
  }()
}

extension Duration {
  /// The time, made longer by the machine's factor.
  package var scaled: Duration { self * TimeScale.factor }
}
