// SPDX-License-Identifier: MIT

/// The rule by which a tensor is judged.
///
/// Written `certified`, `exact`, `torch`, `ulp(K)` or `allclose(RTOL,ATOL)` in golden files and on
/// the command line.
package enum ToleranceMode: Equatable, Sendable {
  /// A bound from the case's own data (numerics: any sound float algorithm passes).
  case certified
  /// All bits, with +0 equal to −0 and any NaN equal to any NaN.
  case exact
  /// `torch.testing.assert_close` with its defaults for the element type.
  case torch
  /// At most so many representable numbers away.
  case ulp(UInt64)
  /// |actual − expected| ≤ absolute + relative·|expected|.
  case allclose(relative: Double, absolute: Double)
}
