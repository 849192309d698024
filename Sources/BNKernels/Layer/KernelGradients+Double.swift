// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

extension KernelGradients {
  /// The gradients of a float64 tensor, and the channels that were left to the specification.
  func gradients(
    _ x: [Double],
    _ dy: [Double],
    _ wants: Set<FirstOrderGradient>
  ) -> (gradients: Gradients, left: [Int])? {
    let (mean, variance) = (memory.runningMean, memory.runningVar)
    guard memory.sums != nil || (mean != nil && variance != nil) else { return nil }
    let grid = ChannelGrid(input.shape)
    var gradInput = wants.contains(.input) ? [Double](repeating: 0, count: x.count) : []
    var gradWeight = [Double](repeating: 0, count: grid.channels)
    var gradBias = gradWeight
    var left: [Int] = []
    gradInput.withUnsafeMutableBufferPointer { dx in
      gradWeight.withUnsafeMutableBufferPointer { dGamma in
        gradBias.withUnsafeMutableBufferPointer { dBeta in
          KernelVectors<Double>(weight, bias, mean, variance).withPointers { vectors in
            var backward = DoubleBackward(
              forward: DoubleForward(
                eps: eps,
                weight: vectors.weight,
                bias: vectors.bias,
                settings: settings
              ),
              statistics: statistics(vectors)
            )
            backward.gradInput = dx.isEmpty ? nil : dx.baseAddress
            backward.gradWeight = dGamma.baseAddress
            backward.gradBias = dBeta.baseAddress
            left = backward.run(x, dy, grid)
          }
        }
      }
    }
    func tensor(_ like: Tensor, _ values: [Double]) -> Tensor? {
      try? Tensor(shape: like.shape, storage: .float64(values))
    }
    let gradients = Gradients(
      input: wants.contains(.input) ? tensor(input, gradInput) : nil,
      weight: wants.contains(.weight) ? weight.flatMap { tensor($0, gradWeight) } : nil,
      bias: wants.contains(.bias) ? bias.flatMap { tensor($0, gradBias) } : nil
    )
    return (gradients, left)
  }

  private func statistics(_ vectors: KernelVectors<Double>.Pointers) -> DoubleBackward.Statistics {
    if let mean = vectors.mean, let variance = vectors.variance {
      return .running(mean: mean, variance: variance)
    }
    return .batch(memory.sums ?? [])
  }
}
