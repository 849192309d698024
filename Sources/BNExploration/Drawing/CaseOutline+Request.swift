// SPDX-License-Identifier: MIT

internal import BNDifferential
package import BNGoldenCases
internal import BNTensors
internal import BatchNorm

extension CaseOutline {
  /// Draws the tensors; nil only for a name that is too long to be one.
  package func request() -> CaseRequest? {
    guard let id = try? CaseID(name) else { return nil }
    var numbers = numbers
    let values = DrawnValues(self, &numbers)
    var request = CaseRequest(
      id: id,
      configuration: configuration,
      initialState: state(values, isFresh: isFresh, &numbers),
      steps: []
    )
    // One value of a channel has no variance to update or to divide by (R11).
    let isFrozen = configuration.trackRunningStats && !steps.contains(.forward(.training))
    var shapes: [Int: Shape] = [:]
    var last: Shape?
    for (index, text) in steps.enumerated() {
      switch text {
      case .forward(let mode):
        let shape =
          last.flatMap { numbers.oneIn(2) ? $0 : nil } ?? shape(least: isFrozen ? 1 : 2, &numbers)
        (shapes[index], last) = (shape, shape)
        request.steps.append(.forward(mode: mode, input: values.input(shape, &numbers)))
      case .backward(let origin, let wants):
        let shape = shapes[origin] ?? .vector(0)
        shapes[index] = shape
        let gradient = values.gradient(shape, &numbers)
        request.steps.append(.backward(of: origin, gradOutput: gradient, wants: wants))
      case .doubleBackward(let origin, let wants):
        let incoming = incoming(values, shapes[origin] ?? .vector(0), &numbers)
        request.steps.append(.doubleBackward(of: origin, incoming: incoming, wants: wants))
      case .resetRunningStats: request.steps.append(.resetRunningStats)
      case .setTrackRunningStats(let flag): request.steps.append(.setTrackRunningStats(flag))
      case .loadState(let version):
        let loaded = state(values, isFresh: false, &numbers)
        request.steps.append(.loadState(version: version, state: loaded))
      case .setEps(let eps): request.steps.append(.setEps(eps))
      case .setMomentum(let momentum): request.steps.append(.setMomentum(momentum))
      case .setGradEnabled(let flag): request.steps.append(.setGradEnabled(flag))
      case .copy: request.steps.append(.copy)
      case .switchCopy: request.steps.append(.switchCopy)
      }
    }
    if let special { put(special, into: &request, &numbers) }
    for twist in twists { twist.apply(to: &request, &numbers) }
    return request
  }

  private func shape(least: Int, _ numbers: inout DrawnNumbers) -> Shape {
    let dimensions = DrawnShapes.dimensions(
      &numbers,
      extent,
      rank: rank,
      channels: configuration.numFeatures,
      least: least
    )
    return (try? Shape(dimensions)) ?? .vector(0)
  }

  private func state(
    _ values: DrawnValues,
    isFresh: Bool,
    _ numbers: inout DrawnNumbers
  ) -> LayerState {
    var state = LayerState.initial(for: configuration)
    if !isFresh {
      (state.weight, state.bias) = (values.weight(&numbers), values.bias(&numbers))
      if configuration.trackRunningStats {
        state.runningMean = values.runningMean(&numbers)
        state.runningVar = values.runningVariance(&numbers)
        state.numBatchesTracked = values.counter(&numbers)
      }
    }
    if !hasWeight { state.weight = nil }
    if !hasBias { state.bias = nil }
    return state
  }

  /// What comes into a double backward: each part may be absent, which counts as zero.
  private func incoming(
    _ values: DrawnValues,
    _ shape: Shape,
    _ numbers: inout DrawnNumbers
  ) -> SecondOrderInput {
    var incoming = SecondOrderInput()
    if !numbers.oneIn(6) { incoming.gradGradInput = values.gradient(shape, &numbers) }
    if hasWeight, !numbers.oneIn(3) { incoming.gradGradWeight = values.bias(&numbers) }
    // Upstream drops the term of the bias where there is no weight (R41).
    if hasBias, hasWeight, !numbers.oneIn(3) { incoming.gradGradBias = values.bias(&numbers) }
    if incoming == SecondOrderInput() { incoming.gradGradInput = values.gradient(shape, &numbers) }
    return incoming
  }

  /// Puts one number that is none into one of the inputs.
  private func put(
    _ special: Special,
    into request: inout CaseRequest,
    _ numbers: inout DrawnNumbers
  ) {
    let place = numbers.below(request.steps.count)
    // What a NaN becomes in the second order depends on which terms are left out where a gradient is absent.
    guard !request.steps.contains(where: \.isDoubleBackward) else { return }
    guard case .forward(let mode, let input) = request.steps[place], input.count > 0,
      let format = input.elementType.format
    else { return }
    let (offset, isNegative) = (numbers.below(input.count), numbers.oneIn(2))
    let infinity = format.infinityBits | (isNegative ? format.signMask : 0)
    let bits = (0..<input.count).map { index in
      index == offset
        ? (special == .nan ? format.quietNaNBits : infinity) : input.bits(at: index)
    }
    request.steps[place] = .forward(mode: mode, input: input.replacing(bits: bits))
  }
}
