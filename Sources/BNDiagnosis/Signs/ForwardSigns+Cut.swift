// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNTensors
internal import BNVerdicts
internal import BatchNorm

extension ForwardSigns {
  /// Whether x̂ is cut off: all wrong elements have the same size before weight and bias, and should be larger.
  func ofCutNumbers(
    _ output: ChannelMajor,
    _ wrong: [Element],
    _ constants: [Constants]
  ) -> [String] {
    var limit: Double?
    for element in wrong {
      let own = constants[element.channel]
      guard own.weight != 0 else { return [] }
      let actual = (output[element.channel, element.index] - own.bias) / own.weight
      let x = forward.input[element.channel, element.index]
      let expected = (x - own.mean) * own.inverse
      let size = actual.magnitude
      let noise = 32 * forward.unit * (size + (own.bias / own.weight).magnitude)
      guard actual * expected > 0, expected.magnitude > size,
        (size - (limit ?? size)).magnitude <= noise
      else { return [] }
      limit = limit ?? size
    }
    guard let limit else { return [] }
    // One element alone is smaller than it should be by many mistakes.
    guard wrong.count > 2 || (limit * 2 - (limit * 2).rounded()).magnitude < 1e-4 else { return [] }
    return ["x̂ is cut off at ±\(FigureText.text(limit))"]
  }
}
