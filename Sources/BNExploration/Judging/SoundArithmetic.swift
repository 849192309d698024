// SPDX-License-Identifier: MIT

internal import BNFaults
package import BNGoldenCases
internal import BNTensors
internal import BNVerdicts
internal import BatchNorm

/// What required cases allow: the suite's dialects, alone and together.
///
/// A case that one of them fails is required of nobody: subnormal numbers may be flushed, squares may
/// overflow where they are computed in float32, α·x + β' may be ∞ − ∞. Nor is one in which a specified
/// value, or a sum of squares, overflows its type: what is computed with it may be NaN.
package struct SoundArithmetic: Sendable {
  private let faults: [Fault]
  private let judge = CaseJudge(.hypothesis())

  /// Prepares every combination of arithmetics, and every other dialect by itself.
  package init() {
    let dialects = FaultCatalogue.all.filter { $0.dialect != nil }
    let arithmetics = dialects.filter { $0.category == .precision || $0.category == .affine }
    // A serial sum rounds otherwise, and is within every allowance: it need not be combined with others.
    let joined = arithmetics.reduce([Fault]()) { sets, fault in
      let others = fault.includes == nil ? sets.filter { $0.includes == nil } : []
      return sets + [fault] + others.map { $0.combined(with: fault) }
    }
    let names = Set(arithmetics.map(\.name))
    faults = joined + dialects.filter { !names.contains($0.name) }
  }

  /// Whether all of them pass a case, so that it can be required.
  package func passes(_ golden: GoldenCase) -> Bool {
    guard !golden.overflows, !golden.hasSubnormalGradient else { return false }
    if golden.request.isOrdinary { return true }
    // The powers of the deviation in a second derivative leave the range first.
    if golden.request.steps.contains(where: \.isDoubleBackward) { return false }
    return faults.allSatisfy { fault in
      var program = FloatingProgram(golden.request, choices: fault.choices)
      let outcome = judge.outcome(of: golden, answer: program.run(), milliseconds: 0)
      return outcome.status == .passed
    }
  }
}

extension GoldenCase {
  /// Whether a gradient is a subnormal number: arithmetic that flushes them gives 0 or, from a partial sum that
  /// it flushed, anything as small.
  fileprivate var hasSubnormalGradient: Bool {
    zip(request.steps, expectations).contains { step, expectation in
      guard step.isGradient else { return false }
      return expectation.tensors.values.contains { tensor in
        guard let format = tensor.elementType.format, tensor.elementType != .float16 else {
          return false
        }
        let least = format.smallestSubnormal / (2 * format.unitRoundoff)
        return tensor.doubles.contains { $0 != 0 && $0.magnitude < least }
      }
    }
  }

  /// Whether a value that is finite in real numbers is too large for the type in which it is stored or, for
  /// squares, computed.
  fileprivate var overflows: Bool {
    let configuration = request.configuration
    let isWide = configuration.parameterType == .float64 || configuration.inputType == .float64
    let largest = (isWide ? FloatFormat.binary64 : .binary32).largestFinite
    let inputs = request.steps.compactMap(\.input)
    let isFinite = !inputs.contains {
      $0.elementType != .int64 && $0.doubles.contains(where: \.isInfinite)
    }
    return zip(request.steps, expectations).contains { step, expectation in
      let values = step.input.map { Double(max($0.shape.valuesPerChannel, 1)) } ?? 1
      return expectation.tensors.contains { name, tensor in
        // The range of binary16 is left by results that no arithmetic has trouble with.
        guard tensor.elementType != .int64,
          name.isState || isFinite && tensor.elementType != .float16
        else {
          return false
        }
        let limit = name == .batchVar ? largest / values : .greatestFiniteMagnitude
        return tensor.doubles.contains { $0.magnitude > limit }
      }
    }
  }
}

extension CaseRequest {
  /// Whether all numbers are 0 or of ordinary size: what is computed with them neither overflows nor becomes
  /// subnormal in any place where that matters.
  var isOrdinary: Bool {
    let range = configuration.inputType == .float16 ? 0x1p-12...0x1p6 : 0x1p-24...0x1p24
    func isInRange(_ tensor: Tensor) -> Bool {
      tensor.elementType == .int64
        || tensor.doubles.allSatisfy { $0 == 0 || range.contains($0.magnitude) }
    }
    return initialState.tensors.values.allSatisfy(isInRange)
      && steps.allSatisfy { $0.tensors.allSatisfy(isInRange) }
  }
}

extension Step {
  fileprivate var input: Tensor? { if case .forward(_, let input) = self { input } else { nil } }
}
