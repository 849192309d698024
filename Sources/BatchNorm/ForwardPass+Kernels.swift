// SPDX-License-Identifier: MIT

import FastBatchNorm
import Tensors

extension ForwardPass {
  /// The gradients by the fast kernels, and the channels that they left to the specification; nil
  /// where they do not serve.
  func fastGradients(
    gradOutput: Tensor,
    wants: Set<FirstOrderGradient>
  ) -> (gradients: Gradients, left: [Int])? {
    guard settings.isFast, case .float32(let x) = input.storage,
      case .float32(let dy) = gradOutput.storage, x.count == dy.count, !x.isEmpty,
      let statistics = kernelStatistics
    else { return nil }
    let grid = ChannelGrid(input.shape)
    var gradInput = wants.contains(.input) ? [Float](repeating: 0, count: x.count) : []
    var gradWeight = [Float](repeating: 0, count: grid.channels)
    var gradBias = gradWeight
    var left: [Int] = []
    gradInput.withUnsafeMutableBufferPointer { dx in
      gradWeight.withUnsafeMutableBufferPointer { dGamma in
        gradBias.withUnsafeMutableBufferPointer { dBeta in
          weight.withFloats { weight in
            bias.withFloats { bias in
              statistics.with { statistics in
                let forward = FloatForward(
                  eps: eps,
                  weight: weight,
                  bias: bias,
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
    if usesBatchStatistics { return sums.map { .batch($0) } }
    guard case .float32(let mean)? = runningMean?.storage,
      case .float32(let variance)? = runningVar?.storage
    else { return nil }
    return .running(mean: mean, variance: variance)
  }
}

/// The statistics of a pass in the form that the kernels take, still as arrays.
private enum KernelStatistics {
  case batch([ChannelSums])
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
