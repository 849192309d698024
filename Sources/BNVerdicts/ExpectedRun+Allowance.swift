// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNBounds
internal import BNGoldenCases
internal import BNTensors

extension ExpectedRun {
  private typealias SecondOrder = BoundedForward.SecondOrder

  /// The forward that a step's tensors belong to.
  func forwardIndex(of index: Int) -> Int? {
    if forwards[index] != nil { return index }
    if let backward = backwards[index] { return backward.forward }
    return doubleBackwards[index].flatMap { backwards[$0.backward]?.forward }
  }

  /// Whether the bound speaks of a tensor of the step taken last.
  func bounds(_ name: TensorName, after index: Int, expected: Tensor) -> Bool {
    if name == .runningMean || name == .runningVar { return history.covers(expected) }
    guard let forward = forwardIndex(of: index).flatMap({ forwards[$0] }),
      forward.valuesPerChannel > 0
    else { return false }
    if name == .output { return forward.covers(output: expected) }
    if let second = doubleBackwards[index] {
      guard let gradient = SecondOrder(name), let first = backwards[second.backward] else {
        return false
      }
      return forward.covers(
        gradient,
        data: BoundedForward.SecondOrderData(first.gradOutput, second.incoming),
        expected: expected
      )
    }
    guard let gradient = backwards[index]?.gradOutput else { return false }
    switch name {
    case .gradInput: return forward.covers(inputGradient: expected, gradOutput: gradient)
    case .gradWeight, .gradBias:
      return forward.covers(parameterGradient: expected, gradOutput: gradient)
    default: return false
    }
  }

  /// The allowances of a tensor of the step taken last; nil if the bound does not speak of it.
  func allowance(
    of name: TensorName,
    after index: Int,
    expected: Tensor,
    depth: BoundDepth
  ) -> TensorAllowance? {
    switch name {
    case .runningMean: return history.allowance(of: .mean, expected: expected, depth: depth)
    case .runningVar: return history.allowance(of: .variance, expected: expected, depth: depth)
    default: break
    }
    guard let forward = forwardIndex(of: index).flatMap({ forwards[$0] }),
      forward.valuesPerChannel > 0
    else { return nil }
    if name == .output { return forward.outputAllowance(expected: expected, depth: depth) }
    if let second = doubleBackwards[index] {
      guard let gradient = SecondOrder(name), let first = backwards[second.backward] else {
        return nil
      }
      return forward.secondOrderAllowance(
        of: gradient,
        data: BoundedForward.SecondOrderData(first.gradOutput, second.incoming),
        expected: expected,
        depth: depth
      )
    }
    guard let gradient = backwards[index]?.gradOutput else { return nil }
    switch name {
    case .gradInput:
      return forward.gradientInputAllowance(gradOutput: gradient, expected: expected, depth: depth)
    case .gradWeight:
      return forward.gradientWeightAllowance(gradOutput: gradient, expected: expected, depth: depth)
    case .gradBias:
      return forward.gradientBiasAllowance(gradOutput: gradient, expected: expected, depth: depth)
    default: return nil
    }
  }

  /// The number n of values per channel that a tensor of the step taken last was computed from.
  func valuesPerChannel(of name: TensorName, after index: Int) -> Int? {
    if name.isState { return history.updates.last?.batch.valuesPerChannel }
    return forwardIndex(of: index).flatMap { forwards[$0]?.valuesPerChannel }
  }
}

extension BoundedForward.SecondOrder {
  /// The gradient that a tensor of a double backward holds.
  fileprivate init?(_ name: TensorName) {
    switch name {
    case .doubleGradOutput: self = .gradOutput
    case .doubleGradWeight: self = .weight
    case .doubleGradInput: self = .input
    default: return nil
    }
  }
}

extension BoundedForward.SecondOrderData {
  /// Collects what a double backward step reads.
  fileprivate init(_ gradOutput: Tensor, _ incoming: SecondOrderInput) {
    self.init(
      gradOutput: gradOutput,
      gradGradInput: incoming.gradGradInput,
      gradGradWeight: incoming.gradGradWeight,
      gradGradBias: incoming.gradGradBias
    )
  }
}
