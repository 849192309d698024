// SPDX-License-Identifier: MIT

package import BNTensors

/// Finds the smallest depth h at which a tensor passes the certified bound.
///
/// h ~ √n … n means serial sums in float32; a depth that does not depend on n means a defect.
package enum DepthSearch {
  /// The smallest depth at which every element is within a finite allowance; nil if there is none.
  ///
  /// Allowances grow with h and end at infinity, so doubling and bisection find the smallest depth
  /// that passes; one that passes only because nothing is known any more does not count.
  package static func smallestDepth(
    actual: Tensor,
    expected: Tensor,
    allowances: (BoundDepth) -> TensorAllowance?
  ) -> Int? {
    func passes(_ depth: Int) -> Bool {
      guard let values = allowances(.fixed(depth))?.values else { return false }
      return isWithin(actual, expected, values)
    }
    var low = -1
    var high = 0
    while !passes(high) {
      guard high < Self.limit else { return nil }
      (low, high) = (high, max(1, high * 2))
    }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if passes(middle) { high = middle } else { low = middle }
    }
    guard let values = allowances(.fixed(high))?.values else { return nil }
    let informed = values.indices.allSatisfy {
      values[$0].isFinite || actual.bits(at: $0) == expected.bits(at: $0)
    }
    return informed ? high : nil
  }

  /// Beyond 1/u of binary64 no allowance is finite.
  private static let limit = 1 << 53

  private static func isWithin(_ actual: Tensor, _ expected: Tensor, _ values: [Double]) -> Bool {
    guard actual.shape == expected.shape, values.count == expected.count else { return false }
    return values.indices.allSatisfy {
      ElementMeasure(actual: actual, expected: expected, rule: .each(values), offset: $0).isWithin
    }
  }
}
