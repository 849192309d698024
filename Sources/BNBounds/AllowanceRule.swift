// SPDX-License-Identifier: MIT

package import BNTensors

/// How far each element of a tensor may lie from the expected one.
package enum AllowanceRule: Equatable, Sendable {
  /// Nowhere: the same bits, with +0 equal to −0 and any NaN equal to any NaN.
  case exact
  /// At most so many representable numbers.
  case ulp(UInt64)
  /// At most absolute + relative·|expected|.
  case allclose(relative: Double, absolute: Double)
  /// A number of its own for every element, in row-major order; infinite means anything finite.
  case each([Double])

  /// The rule of a mode that needs no bound, or nil for the certified one.
  ///
  /// Integers are always exact, as in `torch.testing.assert_close`.
  package init?(_ mode: ToleranceMode, type: ElementType) {
    guard type != .int64 || mode == .certified else {
      self = .exact
      return
    }
    switch mode {
    case .certified: return nil
    case .exact: self = .exact
    case .ulp(let places): self = .ulp(places)
    case .allclose(let relative, let absolute):
      self = .allclose(relative: relative, absolute: absolute)
    case .torch:
      self = .allclose(relative: Self.torchRelative(type), absolute: 1e-5)
      if type == .float64 { self = .allclose(relative: 1e-7, absolute: 1e-7) }
    }
  }

  /// The default rtol of `torch.testing.assert_close` in PyTorch 2.10.
  private static func torchRelative(_ type: ElementType) -> Double {
    switch type {
    case .float16: 1e-3
    case .bfloat16: 1.6e-2
    case .float32: 1.3e-6
    case .float64: 1e-7
    case .int64: 0
    }
  }

  /// The allowance of one element as an absolute number, for a finite expected value.
  ///
  /// Of `ulp` it is the way from the expected number to the last legal one on the actual's side.
  func allowance(at offset: Int, expected: Double, actual: Double, tensor: Tensor) -> Double {
    switch self {
    case .exact: return 0
    case .allclose(let relative, let absolute): return absolute + relative * expected.magnitude
    case .each(let values): return values[offset].isNaN ? .infinity : max(values[offset], 0)
    case .ulp(let places):
      guard let format = tensor.elementType.format else { return Double(places) }
      let last = ULPDistance.value(
        places,
        awayFrom: tensor.bits(at: offset),
        upwards: actual >= expected,
        format: format
      )
      return (last - expected).magnitude
    }
  }

  /// The allowances of all elements as absolute numbers; 0 where the expected value is not finite.
  ///
  /// Of `ulp` it is the shorter way, which differs from the longer one at powers of two only.
  package func allowances(expected: Tensor) -> [Double] {
    (0..<expected.count).map { offset in
      let value = expected.double(at: offset)
      guard value.isFinite else { return 0 }
      return [Double.infinity, -.infinity].map { side in
        allowance(at: offset, expected: value, actual: side, tensor: expected)
      }.min() ?? 0
    }
  }
}
