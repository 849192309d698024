// SPDX-License-Identifier: MIT

internal import BNTensors

extension FloatFormat {
  /// What rounding to this format allows: 2·u_out·|expected| + t_out.
  ///
  /// One half of it is the rounding of the golden, the other that of the implementation: a result
  /// near a tie may differ from the golden by a whole unit in the last place.
  func storageAllowance(_ expected: Double) -> Double {
    2 * unitRoundoff * expected.magnitude + smallestSubnormal
  }
}
