// SPDX-License-Identifier: MIT

internal import BNBounds
package import BNGoldenCases
internal import BNTensors

/// Compares the tensors that only the bound uses, bit for bit.
///
/// Implementations are not asked for them; before a golden is accepted the reference is, since a wrong
/// one would make the bound wrong without anyone seeing it.
package enum AdvisoryComparison {
  /// Adds an item for each expected advisory tensor, and fails the case where one differs.
  package static func judge(
    _ golden: GoldenCase,
    _ answer: CaseAnswer,
    _ outcome: inout CaseOutcome
  ) {
    guard case .ran(let observations) = answer else { return }
    for (step, (expectation, observation)) in zip(golden.expectations, observations).enumerated() {
      for name in TensorName.allCases where name.isAdvisory {
        guard let expected = expectation.tensors[name] else { continue }
        let isEqual = observation.tensors[name].map { actual in
          actual.shape == expected.shape && hasSameBits(actual, expected)
        }
        let verdict: ItemVerdict = isEqual.map { $0 ? .passed : .failed } ?? .missing
        outcome.items.append(
          JudgedItem(
            step: step,
            name: name.rawValue,
            verdict: verdict,
            detail: verdict == .passed ? nil : "differs from the reference's",
            elementType: expected.elementType,
            shape: expected.shape,
            tolerance: "\(ToleranceMode.exact)"
          )
        )
        guard verdict != .passed, outcome.status == .passed else { continue }
        outcome.status = .failed
        outcome.reason = "\(name.rawValue) after step \(step) differs from the reference's"
      }
    }
  }

  /// Equal bits, or NaN on both sides: which NaN it is says nothing.
  private static func hasSameBits(_ left: Tensor, _ right: Tensor) -> Bool {
    left.elementType == right.elementType
      && (0..<left.count).allSatisfy { offset in
        left.bits(at: offset) == right.bits(at: offset)
          || (left.double(at: offset).isNaN && right.double(at: offset).isNaN)
      }
  }
}
