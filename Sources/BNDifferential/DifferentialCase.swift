// SPDX-License-Identifier: MIT

package import BatchNorm
package import BNKernels
package import BNTensors

/// One drawn layer with its input, to be computed in several ways that must agree bit for bit.
package struct DifferentialCase: Sendable {
  package let regime: Regime
  package let configuration: LayerConfiguration
  package let state: LayerState
  package let input: Tensor
  package let gradOutput: Tensor

  /// Draws a case; the same arguments give the same case everywhere.
  package init(
    regime: Regime,
    shape: Shape,
    type: ElementType = .float32,
    parameterType: ElementType = .float32,
    seed: UInt64
  ) {
    var random = DrawnNumbers(seed: seed)
    let channels = shape.channels ?? 0
    let eps = regime.eps(&random, type)
    let parameters = (0..<channels).map { regime.parameters(&random, channel: $0, type) }
    var seen = [Int](repeating: 0, count: channels)
    let values = (0..<shape.count).map { offset in
      let channel = shape.channel(ofOffset: offset)
      seen[channel] += 1
      return regime.value(&random, index: seen[channel] - 1, type)
    }
    let gradients = (0..<shape.count).map { _ in regime.gradient(&random, type) }
    func vector(_ values: [Double]) -> Tensor {
      Tensor(vector: TensorStorage(parameterType, rounding: values))
    }
    self.regime = regime
    configuration = LayerConfiguration(
      kind: .anyDimensional,
      numFeatures: channels,
      eps: eps,
      momentum: random.next() & 3 == 0 ? nil : 0.1,
      parameterType: parameterType,
      inputType: type
    )
    state = LayerState(
      weight: vector(parameters.map(\.gamma)),
      bias: vector(parameters.map(\.beta)),
      runningMean: vector((0..<channels).map { regime.value(&random, index: $0, type) }),
      runningVar: vector((0..<channels).map { _ in random.scaled(-20...20).magnitude }),
      numBatchesTracked: Int64(random.next() % 50)
    )
    input = Self.tensor(shape, type, values)
    gradOutput = Self.tensor(shape, type, gradients)
  }

  private static func tensor(_ shape: Shape, _ type: ElementType, _ values: [Double]) -> Tensor {
    // The values were drawn for the shape, so that the vector is never what is left.
    let storage = TensorStorage(type, rounding: values)
    return (try? Tensor(shape: shape, storage: storage)) ?? Tensor(vector: storage)
  }

  /// What one way of computing gives, tensor by tensor.
  package func results(_ settings: KernelSettings) -> [(name: String, tensor: Tensor)] {
    var layer = BatchNormLayer(configuration: configuration, state: state, settings: settings)
    var results: [(name: String, tensor: Tensor)] = []
    func add(_ name: String, _ tensor: Tensor?) {
      if let tensor { results.append((name, tensor)) }
    }
    for mode in [ForwardMode.evaluation, .training] {
      guard let pass = try? layer.forward(input, mode: mode) else { continue }
      add("\(mode) output", pass.output)
      add("\(mode) batch_mean", pass.batchMean)
      add("\(mode) batch_var", pass.batchVar)
      add("\(mode) running_mean", layer.state.runningMean)
      add("\(mode) running_var", layer.state.runningVar)
      let gradients = try? pass.backward(gradOutput: gradOutput, wants: [.input, .weight, .bias])
      guard let gradients else { continue }
      add("\(mode) grad_input", gradients.input)
      add("\(mode) grad_weight", gradients.weight)
      add("\(mode) grad_bias", gradients.bias)
    }
    return results + direct(settings, layer)
  }

  /// What the kernels give when they are called without a layer, running statistics included.
  private func direct(
    _ settings: KernelSettings,
    _ layer: BatchNormLayer
  ) -> [(name: String, tensor: Tensor)] {
    guard case .float32(let x) = input.storage, case .float32(let weight)? = state.weight?.storage,
      case .float32(let bias)? = state.bias?.storage,
      case .float32(var mean)? = state.runningMean?.storage,
      case .float32(var variance)? = state.runningVar?.storage,
      let count = layer.state.numBatchesTracked
    else { return [] }
    guard settings.isFast else {
      return [("mean", layer.state.runningMean), ("var", layer.state.runningVar)]
        .compactMap { name, tensor in tensor.map { ("direct running_\(name)", $0) } }
    }
    let shape = input.shape
    let grid = ChannelGrid(
      samples: shape.dimensions[0],
      channels: shape.dimensions[1],
      inner: shape.channelStride
    )
    var output = [Float](repeating: 0, count: x.count)
    x.withUnsafeBufferPointer { x in
      weight.withUnsafeBufferPointer { weight in
        bias.withUnsafeBufferPointer { bias in
          mean.withUnsafeMutableBufferPointer { mean in
            variance.withUnsafeMutableBufferPointer { variance in
              output.withUnsafeMutableBufferPointer { y in
                guard let x = x.baseAddress, let y = y.baseAddress, let mean = mean.baseAddress,
                  let variance = variance.baseAddress
                else { return }
                var forward = FloatForward(
                  eps: configuration.eps,
                  weight: weight.baseAddress,
                  bias: bias.baseAddress,
                  settings: settings
                )
                forward.running = RunningUpdate(
                  mean: mean,
                  variance: variance,
                  factor: configuration.momentum ?? 1 / Double(count)
                )
                _ = forward.train(x, y, grid)
              }
            }
          }
        }
      }
    }
    return [
      ("direct running_mean", Tensor(vector: .float32(mean))),
      ("direct running_var", Tensor(vector: .float32(variance))),
    ]
  }

  /// The elements whose bits differ between two results.
  package static func differences(
    _ left: [(name: String, tensor: Tensor)],
    _ right: [(name: String, tensor: Tensor)]
  ) -> [Difference] {
    guard left.map(\.name) == right.map(\.name) else {
      return [Difference(name: "tensors", offset: 0, left: 0, right: 0)]
    }
    var found: [Difference] = []
    for (a, b) in zip(left, right) where !a.tensor.storage.hasSameBits(as: b.tensor.storage) {
      for offset in 0..<a.tensor.count where a.tensor.bits(at: offset) != b.tensor.bits(at: offset)
      {
        found.append(
          Difference(
            name: a.name,
            offset: offset,
            left: a.tensor.bits(at: offset),
            right: b.tensor.bits(at: offset)
          )
        )
      }
    }
    return found
  }
}

/// An element that two ways of computing give different bits for.
package struct Difference: Equatable, Sendable, CustomStringConvertible {
  package let name: String
  package let offset: Int
  package let left: UInt64
  package let right: UInt64

  /// One line for people.
  package var description: String {
    let (a, b) = (String(left, radix: 16), String(right, radix: 16))
    return "\(name)[\(offset)]: \(a) and \(b)"
  }
}
