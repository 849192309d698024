// SPDX-License-Identifier: MIT

import BatchNormConformance

/// A layer of somebody else: the specification itself, behind the protocol that authors conform to.
struct MyLayer: LayerUnderTest {
  private var layer: BatchNormLayer

  static let unsupported = [DeclaredLimit(feature: "double_backward", reason: "has none")]

  init(configuration: LayerConfiguration, state: LayerState) throws {
    layer = BatchNormLayer(configuration: configuration, state: state)
  }

  var state: LayerState { layer.state }

  mutating func forward(_ input: Tensor, mode: ForwardMode) throws -> LayerForward<ForwardPass> {
    let pass = try layer.forward(input, mode: mode)
    return LayerForward(output: pass.output, saved: pass)
  }

  func backward(
    _ pass: ForwardPass,
    gradOutput: Tensor,
    wants: [FirstOrderGradient]
  ) throws -> LayerGradients {
    let gradients = try pass.backward(gradOutput: gradOutput, wants: Set(wants))
    return LayerGradients(
      input: gradients.input,
      weight: gradients.weight,
      bias: gradients.bias
    )
  }
}
