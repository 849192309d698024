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

  /// The allowances of a tensor of the step taken last, by depth; nil if the bound does not speak of it.
  private func allowances(
    of name: TensorName,
    after index: Int,
    expected: Tensor
  ) -> ((BoundDepth) -> TensorAllowance?)? {
    if name == .runningMean || name == .runningVar {
      guard history.covers(expected) else { return nil }
      let statistic: RunningHistory.Statistic = name == .runningMean ? .mean : .variance
      return { history.allowance(of: statistic, expected: expected, depth: $0) }
    }
    guard let forward = forwardIndex(of: index).flatMap({ forwards[$0] }),
      forward.valuesPerChannel > 0
    else { return nil }
    if name == .output {
      guard forward.covers(output: expected) else { return nil }
      return { forward.outputAllowance(expected: expected, depth: $0) }
    }
    if let second = doubleBackwards[index] {
      guard let gradient = SecondOrder(name), let first = backwards[second.backward] else {
        return nil
      }
      let data = BoundedForward.SecondOrderData(first.gradOutput, second.incoming)
      guard forward.covers(gradient, data: data, expected: expected) else { return nil }
      return {
        forward.secondOrderAllowance(of: gradient, data: data, expected: expected, depth: $0)
      }
    }
    guard let gradient = backwards[index]?.gradOutput else { return nil }
    if name == .gradInput {
      guard forward.covers(inputGradient: expected, gradOutput: gradient) else { return nil }
      return {
        forward.gradientInputAllowance(gradOutput: gradient, expected: expected, depth: $0)
      }
    }
    guard name == .gradWeight || name == .gradBias,
      forward.covers(parameterGradient: expected, gradOutput: gradient)
    else { return nil }
    return { depth in
      name == .gradWeight
        ? forward.gradientWeightAllowance(gradOutput: gradient, expected: expected, depth: depth)
        : forward.gradientBiasAllowance(gradOutput: gradient, expected: expected, depth: depth)
    }
  }

  /// Whether the bound speaks of a tensor of the step taken last.
  func bounds(_ name: TensorName, after index: Int, expected: Tensor) -> Bool {
    allowances(of: name, after: index, expected: expected) != nil
  }

  /// The allowances of a tensor of the step taken last; nil if the bound does not speak of it.
  func allowance(
    of name: TensorName,
    after index: Int,
    expected: Tensor,
    depth: BoundDepth
  ) -> TensorAllowance? {
    allowances(of: name, after: index, expected: expected)?(depth)
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
