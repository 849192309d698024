// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

/// The gradients of a pass by the fast kernels.
struct KernelGradients {
  let input: Tensor
  let weight: Tensor?
  let bias: Tensor?
  let eps: Double
  let memory: KernelMemory
  var settings: KernelSettings { memory.settings }

  init(pass: ForwardPass, memory: KernelMemory) {
    (input, weight, bias, eps) = (pass.input, pass.weight, pass.bias, pass.eps)
    self.memory = memory
  }

  /// The gradients, and the channels that are left to the specification; nil where the kernels do not
  /// serve.
  func gradients(
    gradOutput: Tensor,
    wants: Set<FirstOrderGradient>
  ) -> (gradients: Gradients, left: [Int])? {
    guard settings.isFast, input.count == gradOutput.count, input.count > 0 else { return nil }
    if case .float64(let x) = input.storage, case .float64(let dy) = gradOutput.storage {
      return gradients(x, dy, wants)
    }
    guard let statistics = kernelStatistics else { return nil }
    switch (input.storage, gradOutput.storage) {
    case (.float32(let x), .float32(let dy)): return gradients(x, dy, wants, statistics)
    case (.float16(let x), .float16(let dy)):
      return reducedGradients(x, dy, wants, statistics) { TensorStorage.float16($0) }
    case (.bfloat16(let x), .bfloat16(let dy)):
      return reducedGradients(x, dy, wants, statistics) { TensorStorage.bfloat16($0) }
    default: return nil
    }
  }

  /// The gradients of a float32 tensor.
  private func gradients(
    _ x: [Float],
    _ dy: [Float],
    _ wants: Set<FirstOrderGradient>,
    _ statistics: KernelStatistics
  ) -> (gradients: Gradients, left: [Int]) {
    let grid = ChannelGrid(input.shape)
    var gradInput = wants.contains(.input) ? [Float](repeating: 0, count: x.count) : []
    var gradWeight = [Float](repeating: 0, count: grid.channels)
    var gradBias = gradWeight
    var left: [Int] = []
    gradInput.withUnsafeMutableBufferPointer { dx in
      gradWeight.withUnsafeMutableBufferPointer { dGamma in
        gradBias.withUnsafeMutableBufferPointer { dBeta in
          KernelVectors<Float>(weight, bias).withPointers { vectors in
            statistics.with { statistics in
              let forward = FloatForward(
                eps: eps,
                weight: vectors.weight,
                bias: vectors.bias,
                settings: settings
              )
              var backward = FloatBackward(forward: forward, statistics: statistics)
              backward.gradInput = dx.isEmpty ? nil : dx.baseAddress
              backward.gradWeight = dGamma.baseAddress
              backward.gradBias = dBeta.baseAddress
              left = backward.run(x, dy, grid)
            }
          }
        }
      }
    }
    func tensor(_ like: Tensor, _ values: [Float]) -> Tensor? {
      try? Tensor(shape: like.shape, storage: .float32(values))
    }
    let gradients = Gradients(
      input: wants.contains(.input) ? tensor(input, gradInput) : nil,
      weight: wants.contains(.weight) ? weight.flatMap { tensor($0, gradWeight) } : nil,
      bias: wants.contains(.bias) ? bias.flatMap { tensor($0, gradBias) } : nil
    )
    return (gradients, left)
  }

  private var kernelStatistics: KernelStatistics? {
    if let sums = memory.sums { return .batch(sums) }
    guard let mean = memory.runningMean, let variance = memory.runningVar else { return nil }
    return .running(mean: mean.floats, variance: variance.floats)
  }
}

/// The statistics of a pass in the form that the kernels take, still as arrays.
enum KernelStatistics {
  case batch([BoundedSums])
  case running(mean: [Float], variance: [Float])

  func with(_ body: (FloatBackward.Statistics) -> Void) {
    switch self {
    case .batch(let sums): body(.batch(sums))
    case .running(let mean, let variance):
      mean.withUnsafeBufferPointer { mean in
        variance.withUnsafeBufferPointer { variance in
          guard let mean = mean.baseAddress, let variance = variance.baseAddress else { return }
          body(.running(mean: mean, variance: variance))
        }
      }
    }
  }
}
