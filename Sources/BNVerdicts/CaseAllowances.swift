// SPDX-License-Identifier: MIT

internal import BNBounds
package import BNGoldenCases
package import BNTensors

extension CaseJudge {
  /// How far each element of the expected tensors of a case may be off: for those who judge by other means.
  ///
  /// An actual element passes if it is equal to the expected one, or if both are NaN, or if both are finite and
  /// |actual − expected| is no larger than the allowance. 0 asks for the very value; an infinite allowance
  /// takes anything finite.
  ///
  /// - Returns: for each step float64 tensors of the shapes of the expected ones; advisory tensors are left
  ///   out.
  package func allowances(of golden: GoldenCase) -> [[TensorName: Tensor]] {
    var run = ExpectedRun(golden.request, arithmetic: policy.arithmetic)
    return golden.request.steps.enumerated().map { index, step in
      let expectation = golden.expectations[index]
      run.advance(index, step, expectation)
      let judge = StepJudge(
        index: index,
        expectation: expectation,
        observation: StepObservation(),
        run: run,
        metadata: golden.metadata,
        policy: policy
      )
      var tensors: [TensorName: Tensor] = [:]
      for (name, expected) in expectation.tensors where !name.isAdvisory {
        let values = judge.rule(name, expected: expected).allowances(expected: expected)
        tensors[name] = try? Tensor(shape: expected.shape, storage: .float64(values))
      }
      return tensors
    }
  }
}
