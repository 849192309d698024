// SPDX-License-Identifier: MIT

package import BNVerdicts
internal import BatchNorm
internal import BNBounds
package import BNGoldenCases
internal import BNTensors

/// Reads from an answer how an implementation does things, whether or not that is right.
///
/// Only what the data can tell apart is read: each reading fits the answer and the other values of
/// the trait do not. It is information beside the verdicts and decides nothing.
package enum TraitReader {
  /// What an answer shows, each once.
  ///
  /// An arithmetic shows in what fails; whether that is so the caller knows.
  package static func readings(
    of answer: CaseAnswer,
    to golden: GoldenCase,
    failed: Bool = false
  ) -> [TraitReading] {
    guard case .ran(let observations) = answer,
      observations.count == golden.request.steps.count,
      golden.expectations.count == golden.request.steps.count
    else { return [] }
    var found: Set<TraitReading> = []
    for forward in ObservedForward.all(of: golden, observations)
    where forward.unit <= 0x1p-24 && forward.input.values.count <= 65_536 {
      found.formUnion(NormalizationTraits(forward).readings)
      found.formUnion(UpdateTraits(forward).readings)
    }
    if let subnormals = subnormals(golden, observations) { found.insert(subnormals) }
    if failed {
      let signatures = [
        PrecisionSignature.reading(of: observations, golden),
        OnePassSignature.reading(of: observations, golden),
      ]
      found.formUnion(signatures.compactMap(\.self))
    }
    return found.sorted { ($0.trait.rawValue, $0.value) < ($1.trait.rawValue, $1.value) }
  }

  private static func subnormals(
    _ golden: GoldenCase,
    _ observations: [StepObservation]
  ) -> TraitReading? {
    var kept = 0
    var flushed = 0
    for (expectation, observation) in zip(golden.expectations, observations) {
      for (name, expected) in expectation.tensors where !name.isAdvisory {
        guard let actual = observation.tensors[name], actual.count == expected.count,
          actual.elementType == expected.elementType
        else { continue }
        // Copied values prove nothing: they were not computed.
        guard name != .weight, name != .bias, name != .numBatchesTracked else { continue }
        for offset in 0..<expected.count where expected.isSubnormal(at: offset) {
          if actual.double(at: offset) == 0 { flushed += 1 } else { kept += 1 }
        }
      }
    }
    guard kept + flushed > 0 else { return nil }
    return TraitReading(.subnormals, flushed > kept ? "flushed" : "kept")
  }
}

extension Tensor {
  fileprivate func isSubnormal(at offset: Int) -> Bool {
    let value = double(at: offset)
    switch elementType {
    case .float32: return value != 0 && value.magnitude < Double(Float.leastNormalMagnitude)
    case .float64: return value.isSubnormal
    case .float16, .bfloat16, .int64: return false
    }
  }
}
