// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import Testing

/// The largest share of the allowances that float32 numbers use against exact ones.
///
/// `allowance` gets the exact numbers rounded to float32, as a golden holds them.
func share(
  of actual: [Float],
  _ exact: [Double],
  allowance: (Tensor) throws -> TensorAllowance?
) throws -> Double {
  try share(of: actual, exact, shape: .vector(exact.count), allowance: allowance)
}

/// As above, for a tensor of one channel and rank 2.
func shareOfColumn(
  _ actual: [Float],
  _ exact: [Double],
  allowance: (Tensor) throws -> TensorAllowance?
) throws -> Double {
  try share(of: actual, exact, shape: Shape([exact.count, 1]), allowance: allowance)
}

private func share(
  of actual: [Float],
  _ exact: [Double],
  shape: Shape,
  allowance: (Tensor) throws -> TensorAllowance?
) throws -> Double {
  let expected = try Tensor(shape: shape, storage: TensorStorage(.float32, rounding: exact))
  let observed = try Tensor(shape: shape, storage: .float32(actual))
  let values = try #require(try allowance(expected)).values
  let comparison = try #require(
    TensorComparison(actual: observed, expected: expected, allowance: .each(values))
  )
  return comparison.maxShare.value
}
