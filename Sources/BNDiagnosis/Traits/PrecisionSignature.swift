// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BatchNorm
internal import BNBounds
internal import BNGoldenCases
internal import BNTensors

/// Knows a narrower arithmetic than the module's by what it leaves behind.
///
/// Which values it gives depends on the order of the operations. What every order shares: the whole
/// answer is within the bound of that arithmetic, some of it uses a good part of the bound, and
/// nothing that was computed is better than that arithmetic: what is stored in a wider type is wrong in
/// that type, or is a number of the narrower one. A wrong formula leaves tensors right that it does not
/// touch.
enum PrecisionSignature {
  /// What is read off, if an answer that failed has the signature.
  static func reading(of observations: [StepObservation], _ golden: GoldenCase) -> TraitReading? {
    let configuration = golden.request.configuration
    guard let (value, format) = narrower(configuration) else { return nil }
    let judge = CaseJudge(.hypothesis(arithmetic: BoundArithmetic(every: format)))
    let outcome = judge.outcome(of: golden, answer: .ran(observations), milliseconds: 0)
    guard outcome.status == .passed else { return nil }
    let shares = outcome.items.compactMap { $0.comparison?.maxShare.value }
    guard shares.contains(where: { $0 > Self.leastShare }) else { return nil }
    return isSpread(observations, golden, format) ? TraitReading(.arithmetic, value) : nil
  }

  /// Errors that are all smaller than this are not those of the narrower arithmetic.
  private static let leastShare = 1.0 / 256

  private static func narrower(
    _ configuration: LayerConfiguration
  ) -> (String, FloatFormat)? {
    switch (configuration.inputType, configuration.parameterType) {
    case (.float64, .float64): ("float32", .binary32)
    case (.float16, .float32): ("float16", .binary16)
    case (.bfloat16, .float32): ("bfloat16", .bfloat16)
    default: nil
    }
  }

  /// Whether each tensor that was computed and stored in a wider type shows the narrower one.
  ///
  /// One wrong tensor alone may come of anything, so that it has to hold narrow numbers.
  private static func isSpread(
    _ observations: [StepObservation],
    _ golden: GoldenCase,
    _ format: FloatFormat
  ) -> Bool {
    let judge = CaseJudge(.hypothesis())
    let outcome = judge.outcome(of: golden, answer: .ran(observations), milliseconds: 0)
    var wrong: Set<TensorName> = []
    var isNarrow = false
    for item in outcome.items {
      guard golden.request.steps.indices.contains(item.step),
        let name = TensorName(rawValue: item.name),
        golden.request.steps[item.step].computes(name),
        let expected = golden.expectations[item.step].tensors[name], !expected.fits(format),
        let actual = observations[item.step].tensors[name]
      else { continue }
      if actual.fits(format) {
        isNarrow = true
      } else if item.verdict.isFailure {
        wrong.insert(name)
      } else {
        return false
      }
    }
    return (isNarrow || wrong.count > 1) && outcome.items.contains(where: \.isWrongResult)
  }
}

extension JudgedItem {
  /// Whether it is a wrong output or gradient of an input: the end of every chain of operations.
  fileprivate var isWrongResult: Bool {
    let ends: [TensorName] = [.output, .gradInput, .doubleGradOutput, .doubleGradInput]
    return verdict.isFailure && ends.contains { $0.rawValue == name }
  }
}

extension Step {
  /// Whether the step computes the tensor and does not hand on what there was.
  fileprivate func computes(_ name: TensorName) -> Bool {
    switch (self, name) {
    case (.forward(.training, _), .runningMean), (.forward(.training, _), .runningVar): true
    case (_, .runningMean), (_, .runningVar), (_, .numBatchesTracked), (_, .weight), (_, .bias):
      false
    default: !name.isAdvisory
    }
  }
}

extension Tensor {
  /// Whether every element is a number of the format, or is not finite.
  fileprivate func fits(_ format: FloatFormat) -> Bool {
    (0..<count).allSatisfy { offset in
      let value = double(at: offset)
      return !value.isFinite || format.double(fromBits: format.bits(rounding: value)) == value
    }
  }
}
