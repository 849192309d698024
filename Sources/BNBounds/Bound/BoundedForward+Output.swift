// SPDX-License-Identifier: MIT

package import BNTensors

extension BoundedForward {
  /// Whether there is an allowance for an expected output.
  package func covers(output expected: Tensor) -> Bool {
    expected.shape.channels == input.channels && expected.count == input.values.count
  }

  /// The allowances of the output (R22, R29); nil if the expected tensor has another shape.
  ///
  /// Its scale is max|y − β|. Where y = β throughout (γ = 0, constant channels), wrong numbers would
  /// be of the size of γ or β, which then is the scale.
  package func outputAllowance(expected: Tensor, depth: BoundDepth) -> TensorAllowance? {
    guard covers(output: expected), let output = ChannelMajor(expected) else { return nil }
    let channels = normalizations(depth: depth)
    var deviation = 0.0
    var fallback = 0.0
    var isLost = false
    let errors = output.mapChannels { channel, outputs in
      let (weight, bias) = (weight(channel), bias(channel))
      let finite = outputs.contains { $0.isFinite }
      if finite {
        fallback = max(fallback, weight.magnitude, bias.magnitude)
        isLost = isLost || (weight != 0 && channels[channel].isLost)
      }
      return zip(outputs, input[channel]).map { y, x in
        if y.isFinite { deviation = max(deviation, (y - bias).magnitude) }
        return OutputBound.error(
          input: x,
          output: y,
          weight: weight,
          bias: bias,
          normalization: channels[channel],
          arithmetic: arithmetic
        )
      }
    }
    return TensorAllowance(
      errors: errors.rowMajor,
      expected: expected,
      scale: deviation > 0 ? deviation : fallback,
      isLost: isLost
    )
  }
}
