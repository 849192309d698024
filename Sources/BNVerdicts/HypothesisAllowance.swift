// SPDX-License-Identifier: MIT

internal import BNTensors

/// How far an answer may lie from what a hypothesis gives.
///
/// The allowances of a case belong to its specified values. Where a hypothesis departs from those, most
/// of all from a zero, whose allowance is next to nothing, an implementation that errs in this way rounds
/// as it does elsewhere: it may be off by as much of the departure as the tensor's allowances are of its
/// values.
enum HypothesisAllowance {
  /// The allowances of a tensor, widened where a hypothesis departs from the specified values.
  static func widened(_ allowances: [Double], specified: Tensor, hypothesis: Tensor) -> [Double] {
    guard specified.shape == hypothesis.shape, specified.elementType == hypothesis.elementType,
      let format = specified.elementType.format
    else { return allowances }
    let departures = allowances.indices.map { offset in
      let departure = (hypothesis.double(at: offset) - specified.double(at: offset)).magnitude
      return departure.isFinite && departure > allowances[offset] ? departure : 0
    }
    guard departures.contains(where: { $0 > 0 }) else { return allowances }
    let ratio = typicalRatio(allowances, specified) ?? unknownRatio(format)
    let growth = growth(from: specified, to: hypothesis)
    let largest = largest(specified) { departures[$0] }
    return allowances.indices.map { offset in
      let allowance = allowances[offset]
      guard departures[offset] > 0, !allowance.isNaN else { return allowance }
      let channel = channel(offset, specified)
      // Where nothing is allowed a value is copied, or zero: what is computed instead rounds itself.
      let own =
        allowance > 0 ? 0 : 4 * format.unitRoundoff * hypothesis.double(at: offset).magnitude
      // Terms that cancel in one element of a channel are as large as those that do not in another.
      return max((growth[channel] ?? 1) * allowance, ratio * (largest[channel] ?? 0), own)
    }
  }

  private static func channel(_ offset: Int, _ tensor: Tensor) -> Int {
    tensor.shape.rank > 1 ? tensor.shape.channel(ofOffset: offset) : offset
  }

  /// How much larger the largest magnitude of each channel becomes, where it does.
  private static func growth(from specified: Tensor, to hypothesis: Tensor) -> [Int: Double] {
    let old = largest(specified) { specified.double(at: $0).magnitude }
    let new = largest(hypothesis) { hypothesis.double(at: $0).magnitude }
    return old.merging(new) { old, new in old > 0 && new > old ? new / old : 1 }
  }

  /// The largest finite number of each channel.
  private static func largest(_ tensor: Tensor, _ number: (Int) -> Double) -> [Int: Double] {
    var largest: [Int: Double] = [:]
    for offset in 0..<tensor.count {
      let (value, channel) = (number(offset), channel(offset, tensor))
      if value.isFinite { largest[channel] = max(largest[channel] ?? 0, value) }
    }
    return largest
  }

  /// The median of allowances relative to the values that they belong to.
  private static func typicalRatio(_ allowances: [Double], _ specified: Tensor) -> Double? {
    let ratios = allowances.indices.compactMap { offset -> Double? in
      let value = specified.double(at: offset).magnitude
      guard value.isFinite, value > 0, allowances[offset].isFinite, allowances[offset] > 0 else {
        return nil
      }
      return allowances[offset] / value
    }
    return ratios.isEmpty ? nil : ratios.sorted()[ratios.count / 2]
  }

  /// The ratio of a tensor of zeros, or of copied values: one rounding to its type, and a few of the arithmetic.
  private static func unknownRatio(_ format: FloatFormat) -> Double {
    let arithmetic = min(format.unitRoundoff, FloatFormat.binary32.unitRoundoff)
    return format.unitRoundoff + 16 * arithmetic
  }
}
