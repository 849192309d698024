// SPDX-License-Identifier: MIT

package import BNTensors

extension BoundedForward {
  /// Whether there is an allowance for an expected gradient of the weight or the bias.
  package func covers(parameterGradient expected: Tensor, gradOutput: Tensor) -> Bool {
    matches(gradOutput) && expected.count == input.channels
  }

  /// Whether there is an allowance for an expected gradient of the input.
  package func covers(inputGradient expected: Tensor, gradOutput: Tensor) -> Bool {
    matches(gradOutput) && expected.shape == gradOutput.shape
  }

  /// The allowances of the gradient of the bias (R33); nil if a shape does not fit.
  ///
  /// Its scale is the largest expected one, or max|dy| if all are 0.
  package func gradientBiasAllowance(
    gradOutput: Tensor,
    expected: Tensor,
    depth: BoundDepth
  ) -> TensorAllowance? {
    guard covers(parameterGradient: expected, gradOutput: gradOutput),
      let gradients = ChannelMajor(gradOutput)
    else { return nil }
    let step = propagation(depth)
    return TensorAllowance(
      errors: (0..<input.channels).map {
        GradientBiasBound.error(gradOutput: gradients[$0], propagation: step)
      },
      expected: expected,
      scale: expected.largestMagnitude ?? Self.largest(gradients.values),
      isLost: false
    )
  }

  /// The allowances of the gradient of the weight (R33, R34); nil if a shape does not fit.
  ///
  /// Its scale is the largest expected one, or max|dy| if all are 0 (x̂ is of the size of 1).
  package func gradientWeightAllowance(
    gradOutput: Tensor,
    expected: Tensor,
    depth: BoundDepth
  ) -> TensorAllowance? {
    guard covers(parameterGradient: expected, gradOutput: gradOutput),
      let gradients = ChannelMajor(gradOutput)
    else { return nil }
    let step = propagation(depth)
    let channels = normalizations(depth: depth)
    return TensorAllowance(
      errors: (0..<input.channels).map {
        GradientWeightBound.error(
          gradOutput: gradients[$0],
          input: input[$0],
          normalization: channels[$0],
          propagation: step
        )
      },
      expected: expected,
      scale: expected.largestMagnitude ?? Self.largest(gradients.values),
      isLost: (0..<input.channels).contains {
        expected.double(at: $0).isFinite && channels[$0].isLost
      }
    )
  }

  /// The allowances of the gradient of the input (R33, R34); nil if a shape does not fit.
  ///
  /// Its scale is the largest expected one, or max|γ·i·dy| if all are 0: a gradient that vanishes,
  /// as for constant dy, is told from one that lacks a term.
  package func gradientInputAllowance(
    gradOutput: Tensor,
    expected: Tensor,
    depth: BoundDepth
  ) -> TensorAllowance? {
    guard covers(inputGradient: expected, gradOutput: gradOutput),
      let gradients = ChannelMajor(gradOutput)
    else { return nil }
    let step = propagation(depth)
    let channels = normalizations(depth: depth)
    let finite = finiteChannels(of: expected)
    var fallback = 0.0
    var isLost = false
    let errors = gradients.mapChannels { channel, values in
      let (weight, normalization) = (weight(channel), channels[channel])
      if finite[channel] {
        let factor = (weight * normalization.scale).magnitude
        fallback = max(fallback, factor * Self.largest(values))
        isLost = isLost || (weight != 0 && normalization.isLost)
      }
      return GradientInputBound.errors(
        gradOutput: values,
        input: input[channel],
        weight: weight,
        normalization: normalization,
        usesBatch: usesBatch,
        propagation: step
      )
    }
    return TensorAllowance(
      errors: errors.rowMajor,
      expected: expected,
      scale: expected.largestMagnitude ?? fallback,
      isLost: isLost
    )
  }

  /// A tensor of the input's shape by channels, or nil if it has another shape.
  func matching(_ tensor: Tensor) -> ChannelMajor? {
    matches(tensor) ? ChannelMajor(tensor) : nil
  }

  /// Whether a tensor has the channels of the input, with as many values each.
  func matches(_ tensor: Tensor) -> Bool {
    tensor.shape.channels == input.channels
      && tensor.shape.valuesPerChannel == input.valuesPerChannel
  }

  /// How values and errors are carried at this depth.
  func propagation(_ depth: BoundDepth) -> ErrorPropagation {
    ErrorPropagation(arithmetic: arithmetic, depth: Double(depth.depth(n: valuesPerChannel)))
  }

  /// Which channels of a tensor of the input's shape hold a finite value.
  func finiteChannels(of tensor: Tensor) -> [Bool] {
    guard let values = matching(tensor) else { return [] }
    return (0..<values.channels).map { values[$0].contains { $0.isFinite } }
  }

  /// The largest finite magnitude, 0 if there is none.
  static func largest(_ values: some Sequence<Double>) -> Double {
    values.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
  }
}

extension Tensor {
  /// The largest finite magnitude, or nil if every finite element is 0.
  fileprivate var largestMagnitude: Double? {
    let largest = BoundedForward.largest(doubles)
    return largest > 0 ? largest : nil
  }
}
