// SPDX-License-Identifier: MIT

package import BNTensors

extension BoundedForward {
  /// The second-order gradients that a double backward gives (R39, R40).
  package enum SecondOrder: Sendable {
    /// ∂g, ∂γ, ∂x.
    case gradOutput, weight, input
  }

  /// What comes into a double backward; absent tensors are zero.
  package struct SecondOrderData: Sendable {
    let gradOutput: Tensor
    let gradGradInput: Tensor?
    let gradGradWeight: Tensor?
    let gradGradBias: Tensor?

    /// Collects dy of the backward, and P, Q, B.
    package init(
      gradOutput: Tensor,
      gradGradInput: Tensor?,
      gradGradWeight: Tensor?,
      gradGradBias: Tensor?
    ) {
      self.gradOutput = gradOutput
      self.gradGradInput = gradGradInput
      self.gradGradWeight = gradGradWeight
      self.gradGradBias = gradGradBias
    }
  }

  /// Whether there is an allowance for an expected second-order gradient.
  package func covers(
    _ gradient: SecondOrder,
    data: SecondOrderData,
    expected: Tensor
  ) -> Bool {
    let channels = input.channels
    guard gradient == .weight ? expected.count == channels : matches(expected) else { return false }
    return matches(data.gradOutput) && data.gradGradInput.map(matches) ?? true
      && data.gradGradWeight.map { $0.count == channels } ?? true
      && data.gradGradBias.map { $0.count == channels } ?? true
  }

  /// The allowances of a second-order gradient; nil if a shape does not fit.
  ///
  /// Its scale is the largest expected one, or the size of its largest term if all are 0.
  package func secondOrderAllowance(
    of gradient: SecondOrder,
    data: SecondOrderData,
    expected: Tensor,
    depth: BoundDepth
  ) -> TensorAllowance? {
    guard covers(gradient, data: data, expected: expected),
      let channels = channelData(data, depth: depth)
    else { return nil }
    let step = propagation(depth)
    let bounds = channels.map { DoubleBackwardBound($0, usesBatch: usesBatch, propagation: step) }
    let errors: [Double]
    switch gradient {
    case .gradOutput: errors = input.mapChannels { at, _ in bounds[at].gradOutput }.rowMajor
    case .input: errors = input.mapChannels { at, _ in bounds[at].input }.rowMajor
    case .weight: errors = bounds.map(\.weight)
    }
    let finite =
      gradient == .weight
      ? expected.doubles.map(\.isFinite) : finiteChannels(of: expected)
    let scale = Self.largest(expected.doubles)
    let used = channels.indices.filter { finite[$0] }
    return TensorAllowance(
      errors: errors,
      expected: expected,
      scale: scale > 0 ? scale : used.map { Self.size(of: gradient, channels[$0]) }.max() ?? 0,
      isLost: used.contains { channels[$0].normalization.isLost }
    )
  }

  private func channelData(
    _ data: SecondOrderData,
    depth: BoundDepth
  ) -> [DoubleBackwardBound.Channel]? {
    guard let gradients = matching(data.gradOutput) else { return nil }
    let zeros = input.mapChannels { _, values in values.map { _ in 0 } }
    guard let second = data.gradGradInput.map({ matching($0) }) ?? zeros else { return nil }
    let normalizations = normalizations(depth: depth)
    return (0..<input.channels).map { channel in
      DoubleBackwardBound.Channel(
        input: input[channel],
        gradOutput: gradients[channel],
        gradGradInput: second[channel],
        gradGradWeight: data.gradGradWeight?.double(at: channel) ?? 0,
        gradGradBias: data.gradGradBias?.double(at: channel) ?? 0,
        weight: weight(channel),
        normalization: normalizations[channel]
      )
    }
  }

  /// The size of the largest term of a second-order gradient.
  private static func size(
    of gradient: SecondOrder,
    _ channel: DoubleBackwardBound.Channel
  ) -> Double {
    let (g, p) = (largest(channel.gradOutput), largest(channel.gradGradInput))
    let (scale, q) = (channel.normalization.scale, channel.gradGradWeight.magnitude)
    let first = channel.weight.magnitude * scale * p
    switch gradient {
    case .gradOutput: return max(first, q, channel.gradGradBias.magnitude)
    case .weight: return scale * p * g
    case .input: return max(first * scale * g, q * scale * g)
    }
  }
}
