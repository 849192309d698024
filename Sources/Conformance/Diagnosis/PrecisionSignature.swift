// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import Comparison
internal import GoldenCases
internal import Tensors

/// Knows a narrower arithmetic than the module's by the size of its errors.
///
/// Which values it gives depends on the order of the operations. What every order shares: the whole
/// answer is within the bound of that arithmetic, and some of it uses a good part of the bound.
enum PrecisionSignature {
  /// The fault's name, if the answer has the signature.
  static func name(of observations: [StepObservation], _ golden: GoldenCase) -> String? {
    let configuration = golden.request.configuration
    guard let (name, format) = narrower(configuration) else { return nil }
    let judge = CaseJudge(arithmetic: BoundArithmetic(every: format))
    let outcome = judge.outcome(of: golden, answer: .ran(observations), milliseconds: 0)
    guard outcome.status == .passed else { return nil }
    let shares = outcome.items.compactMap { $0.comparison?.maxShare.value }
    return shares.contains { $0 > Self.leastShare } ? name : nil
  }

  /// Errors that are all smaller than this are not those of the narrower arithmetic.
  private static let leastShare = 1.0 / 256

  private static func narrower(
    _ configuration: LayerConfiguration
  ) -> (String, FloatFormat)? {
    switch (configuration.inputType, configuration.parameterType) {
    case (.float64, .float64): ("float64-in-float32", .binary32)
    case (.float16, .float32): ("half-arithmetic", .binary16)
    case (.bfloat16, .float32): ("bfloat16-arithmetic", .bfloat16)
    default: nil
    }
  }
}
