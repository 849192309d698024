// SPDX-License-Identifier: MIT

internal import BNGoldenCases

/// A failure that was boiled down.
package struct ShrunkDraw: Sendable {
  /// The failure as it was drawn.
  package let found: JudgedDraw
  /// What is left of it.
  package let shrunk: JudgedDraw
  /// How many smaller cases were tried.
  package let attempts: Int
}
