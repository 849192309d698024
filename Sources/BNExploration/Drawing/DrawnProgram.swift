// SPDX-License-Identifier: MIT

internal import BNDifferential
internal import BNGoldenCases
internal import BNTensors
internal import BatchNorm

/// Draws the steps of a case: first which kinds of steps there may be, then so many of them.
struct DrawnProgram {
  private let weights: [(verb: Verb, count: Int)]
  private let gradients: [FirstOrderGradient]
  private let secondGradients: [SecondOrderGradient]
  private var steps: [StepText] = []
  /// Forwards that may be differentiated: what upstream's own graphs do not survive is not drawn (R41).
  private var forwards: [Int] = []
  private var backwards: [Int] = []

  private enum Verb { case training, evaluation, backward, doubleBackward, reset, toggle, load }

  init(
    _ configuration: LayerConfiguration,
    hasWeight: Bool,
    hasBias: Bool,
    isSmall: Bool,
    _ numbers: inout DrawnNumbers
  ) {
    let trains = !numbers.oneIn(8)
    let evaluates = !trains || numbers.oneIn(2)
    let differentiates = numbers.oneIn(2)
    // Upstream composes the second order of 16-bit inputs in their type, far from the exact values.
    let hasSecondOrder = numbers.oneIn(3) && !configuration.inputType.isReduced && isSmall
    let changesState = numbers.oneIn(4)
    weights = [
      (.training, trains ? 4 : 0), (.evaluation, evaluates ? 3 : 0),
      (.backward, differentiates ? 4 : 0),
      (.doubleBackward, differentiates && hasSecondOrder ? 3 : 0),
      (.reset, changesState && configuration.trackRunningStats ? 1 : 0),
      (
        .toggle,
        changesState && (configuration.trackRunningStats || configuration.kind != .anyDimensional)
          ? 1 : 0
      ),
      (.load, changesState ? 1 : 0),
    ]
    gradients = [.input] + (hasWeight ? [.weight] : []) + (hasBias ? [.bias] : [])
    secondGradients = [.gradOutput] + (hasWeight ? [.weight] : []) + [.input]
  }

  /// The steps, one to eight of them.
  mutating func steps(_ numbers: inout DrawnNumbers) -> [StepText] {
    let count = numbers.one(of: [1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 8])
    while steps.count < count { add(&numbers) }
    return steps
  }

  private mutating func add(_ numbers: inout DrawnNumbers) {
    let open = weights.filter { weight in
      switch weight.verb {
      case .backward: !forwards.isEmpty
      case .doubleBackward: !backwards.isEmpty
      default: weight.count > 0
      }
    }
    let verbs = open.flatMap { Array(repeating: $0.verb, count: $0.count) }
    let place = steps.count
    switch numbers.one(of: verbs) {
    case .training:
      // An evaluation graph sees later updates of the statistics.
      forget(evaluations: true)
      forwards.append(place)
      steps.append(.forward(.training))
    case .evaluation:
      forwards.append(place)
      steps.append(.forward(.evaluation))
    case .backward:
      backwards.append(place)
      let origin = numbers.one(of: forwards)
      steps.append(.backward(of: origin, wants: some(of: gradients, &numbers)))
    case .doubleBackward:
      let origin = numbers.one(of: backwards)
      steps.append(.doubleBackward(of: origin, wants: some(of: secondGradients, &numbers)))
    case .reset:
      forget(evaluations: false)
      steps.append(.resetRunningStats)
    case .toggle: steps.append(.setTrackRunningStats(numbers.oneIn(2)))
    case .load:
      forget(evaluations: false)
      steps.append(.loadState(.two))
    }
  }

  private mutating func forget(evaluations only: Bool) {
    forwards.removeAll { !only || steps[$0] == .forward(.evaluation) }
    backwards.removeAll { place in
      guard case .backward(let origin, _) = steps[place] else { return true }
      return !forwards.contains(origin)
    }
  }

  /// All of several gradients in half of the cases, else some of them, in their order.
  private func some<Gradient: Equatable>(
    of all: [Gradient],
    _ numbers: inout DrawnNumbers
  ) -> [Gradient] {
    if numbers.oneIn(2) { return all }
    let chosen = all.filter { _ in numbers.oneIn(2) }
    return chosen.isEmpty ? [numbers.one(of: all)] : chosen
  }
}
