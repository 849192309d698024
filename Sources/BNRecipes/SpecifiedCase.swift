// SPDX-License-Identifier: MIT

package import BNGoldenCases
internal import BNImplementations
internal import BNKernels
internal import BNTensors
internal import BatchNorm

/// Makes a request a case: with the values that the specification gives.
package enum SpecifiedCase {
  /// The case of a request; nil if it has a step that cannot be taken.
  ///
  /// The specification of record computes it if asked to, else the kernels, which give the same bits.
  package static func golden(
    _ request: CaseRequest,
    _ metadata: CaseMetadata,
    isRecord: Bool = false
  ) async -> GoldenCase? {
    let settings: KernelSettings = isRecord ? .specified : .preferred
    let reference = ReferenceImplementation(answersAdvisory: true, settings: settings)
    guard
      case .ran(let observations)? = try? await reference.withSession({ session in
        await session.answer(request)
      })
    else { return nil }
    let expectations = zip(request.steps, observations).map { step, observation in
      // Weight and bias are looked at where they may change; an empty batch has no statistics.
      let names = observation.tensors.filter { name, tensor in
        (step.mayChangeParameters || !name.isParameter) && !(name.isAdvisory && tensor.count == 0)
      }
      return StepExpectation(error: observation.error?.kind, tensors: names)
    }
    return GoldenCase(request: request, metadata: metadata, expectations: expectations)
  }
}

extension TensorName {
  fileprivate var isParameter: Bool { self == .weight || self == .bias }
}
