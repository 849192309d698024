// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNBounds
internal import BNGoldenCases
internal import BNVerdicts

/// Knows E[x²] − mean² in the type of the module by the size of its errors.
///
/// Its values depend on the order of summation, so that no hypothesis reproduces them. What every
/// order shares: the variance of a channel is off by about κ²·u of itself, κ = |mean|/deviation,
/// and by hardly anything where κ is small.
enum OnePassSignature {
  /// What is read off, if the answer has the signature.
  static func reading(of observations: [StepObservation], _ golden: GoldenCase) -> TraitReading? {
    var isSeen = false
    for forward in ObservedForward.all(of: golden, observations) where forward.mode == .training {
      guard forward.unit <= 0x1p-24 else { continue }
      for (channel, variance, error) in NormalizationTraits(forward).variances {
        let kappa = forward.kappa(channel)
        let truth = forward.batch.variance[channel]
        guard kappa.isFinite else { continue }
        let off = (variance - truth).magnitude / truth
        let size = forward.unit * (kappa * kappa + 1)
        // Each of 2n roundings is at most as large; more than that is something else.
        guard off <= 2 * forward.count * size + error else { return nil }
        if kappa >= 30, off > 0.01 * size,
          off > max(20, 4 * forward.count.squareRoot()) * forward.unit * kappa, off > 4 * error
        {
          isSeen = true
        }
      }
    }
    return isSeen ? TraitReading(.algorithm, "one-pass") : nil
  }
}
