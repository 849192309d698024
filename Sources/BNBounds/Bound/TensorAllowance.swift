// SPDX-License-Identifier: MIT

internal import BNTensors

/// How far each element of a tensor may lie from the expected one, and whether that says anything.
package struct TensorAllowance: Equatable, Sendable {
  /// E + 2·u_out·|expected| + t_out in row-major order; infinite where nothing can be said.
  package let values: [Double]
  /// Whether a tensor of plainly wrong numbers could pass (numerics: e ≥ ¼; design: untrusted).
  ///
  /// True if the variance of a channel is lost in rounding, or if an allowance reaches half of the
  /// tensor's scale.
  package let isUntrusted: Bool

  /// Adds what storing allows to the errors and weighs them against the scale.
  ///
  /// - Parameters:
  ///   - errors: E of each element in row-major order.
  ///   - expected: the expected tensor; its non-finite elements do not count.
  ///   - scale: the size that wrong numbers would have; 0 if there is none to compare with.
  ///   - isLost: whether the variance of some channel is lost in rounding.
  init(errors: [Double], expected: Tensor, scale: Double, isLost: Bool) {
    let format = expected.elementType.format
    let totals = errors.indices.map { offset in
      errors[offset] + (format?.storageAllowance(expected.double(at: offset)) ?? 0)
    }
    self.init(totals: totals, expected: expected, scale: scale, isLost: isLost)
  }

  /// Weighs allowances that are complete against the scale.
  init(totals: [Double], expected: Tensor, scale: Double, isLost: Bool = false) {
    let allowances: [Double] = totals.map { $0.isNaN ? .infinity : $0 }
    let largest = allowances.indices.reduce(0) {
      expected.double(at: $1).isFinite ? max($0, allowances[$1]) : $0
    }
    values = allowances
    isUntrusted = isLost || largest == .infinity || (scale > 0 && largest >= scale / 2)
  }

  /// Allows nothing: the tensor is copied, not computed.
  init(exactlyAs expected: Tensor) {
    values = [Double](repeating: 0, count: expected.count)
    isUntrusted = false
  }
}
