// SPDX-License-Identifier: MIT

internal import BNTensors

extension AffineChoices {
  /// The group whose weight and bias an element gets.
  func group(of offset: Int, in shape: Shape, _ group: Int) -> Int {
    guard followsLastAxis, shape.rank > 2, let last = shape.dimensions.last else { return group }
    return offset % last
  }

  /// The weight or bias that a channel gets; nil where the layer has none.
  func parameter(_ values: [Double]?, _ group: Int, isWeight: Bool) -> Double? {
    guard let values, !values.isEmpty else { return nil }
    var index = group % values.count
    if let tile { index = index % tile }
    if shiftsWeight, isWeight { index = (index + 1) % values.count }
    if shiftsBias, !isWeight { index = (index + 1) % values.count }
    if reversesWeight, isWeight { index = values.count - 1 - index }
    if firstWeightOnly, isWeight { index = 0 }
    if let limit = weightLimit, isWeight, group >= limit { return 1 }
    return values[index]
  }

  /// What x̂ is multiplied by, and what is added.
  func factors(weight: Double?, bias: Double?) -> (gamma: Double, beta: Double) {
    var gamma = weight ?? (missingWeightIsZero ? 0 : 1)
    var beta = bias ?? 0
    if ignoresWeightWithoutBias, bias == nil { gamma = 1 }
    if ignoresBiasWithoutWeight, weight == nil { beta = 0 }
    if swaps, weight != nil, bias != nil { swap(&gamma, &beta) }
    if absoluteWeight { gamma = abs(gamma) }
    if weightPlusOne, weight != nil { gamma += 1 }
    if zeroWeightIsOne, gamma == 0 { gamma = 1 }
    if clampsWeightAtZero { gamma = max(gamma, 0) }
    if dividesByWeight { gamma = 1 / gamma }
    if weightTwice { gamma *= gamma }
    if biasTwice { beta *= 2 }
    if ignoresWeight { gamma = 1 }
    if ignoresBias { beta = 0 }
    if subtractsBias { beta = -beta }
    return (gamma, beta)
  }

  /// What the mean adds to the shift of α·x + β'.
  func offset(_ mean: Double, _ inverse: Double, _ gamma: Double) -> Double {
    switch shift {
    case .right: -mean * inverse * gamma
    case .withoutWeight: -mean * inverse
    case .withoutScale: -mean * gamma
    case .added: mean * inverse * gamma
    }
  }
}
