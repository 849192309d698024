// SPDX-License-Identifier: MIT

/// What the error-free transformations rely on, tested by its effects.
package enum FloatingPointEnvironment {
  /// Whether this thread rounds to nearest and keeps subnormal numbers.
  package static var isDefault: Bool {
    let one: Double = opaque(1)
    let half: Double = opaque(0x1p-53)
    let next: Double = 1 + 0x1p-52
    let up = one + half == 1 && one + half * 1.5 == next
    let down = -one - half == -1 && -one - half * 1.5 == -next
    // Flushing shows on results (FTZ) and on operands (DAZ), in both widths.
    let tiny: Double = opaque(.leastNormalMagnitude)
    let small: Float = opaque(.leastNormalMagnitude)
    let smallest: Float = opaque(.leastNonzeroMagnitude)
    let wide = tiny / 2 != 0 && tiny / 2 * 2 == tiny
    let narrow = small / 2 != 0 && smallest * 0x1p60 != 0
    return up && down && wide && narrow && Float(opaque(0x1p-140)) != 0
  }

  /// The value, which the compiler cannot see.
  @inline(never)
  @_optimize(none)
  private static func opaque<Value>(_ value: Value) -> Value { value }
}
