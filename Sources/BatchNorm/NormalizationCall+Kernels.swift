// SPDX-License-Identifier: MIT

import ExactArithmetic
import FastBatchNorm
import Tensors

extension NormalizationCall {
  /// Normalizes by the fast kernels, which give the bits of ``pass(eps:)``; nil where they do not serve.
  func fastPass(eps: Double, settings: KernelSettings) -> ForwardPass? {
    guard settings.isFast, case .float32(let values) = input.storage else { return nil }
    let grid = ChannelGrid(input.shape)
    var sums: [ChannelSums] = []
    let output = [Float](unsafeUninitializedCapacity: values.count) { buffer, initialized in
      withFloats(values, weight, bias, runningMean, runningVar) { x, weight, bias, mean, variance in
        guard let x, let y = buffer.baseAddress else { return }
        let forward = FloatForward(eps: eps, weight: weight, bias: bias, settings: settings)
        if usesBatchStatistics {
          sums = forward.train(x, y, grid)
        } else if let mean, let variance {
          forward.evaluate(x, y, grid, runningMean: mean, runningVar: variance)
        }
      }
      initialized = values.count
    }
    guard let tensor = try? Tensor(shape: input.shape, storage: .float32(output)) else {
      return nil
    }
    let channels = (0..<grid.channels).map { channel in
      guard usesBatchStatistics, sums[channel].isFinite else {
        return statistics(
          channel: channel,
          offsets: input.shape.offsets(ofChannel: channel),
          eps: eps
        )
      }
      let exact = sums[channel].exact
      return ChannelStatistics(
        count: sums[channel].count,
        sum: .finite(exact.sum),
        squares: .finite(exact.square),
        eps: eps
      )
    }
    var pass = result(output: tensor, eps: eps, channels: channels, settings: settings)
    if usesBatchStatistics {
      pass.sums = sums
    } else {
      (pass.runningMean, pass.runningVar) = (runningMean, runningVar)
    }
    return pass
  }

  /// The float32 elements of the input and of the tensors that are present.
  private func withFloats(
    _ input: [Float],
    _ weight: Tensor?,
    _ bias: Tensor?,
    _ mean: Tensor?,
    _ variance: Tensor?,
    _ body: (
      UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafePointer<Float>?,
      UnsafePointer<Float>?
    ) -> Void
  ) {
    input.withUnsafeBufferPointer { x in
      weight.withFloats { weight in
        bias.withFloats { bias in
          mean.withFloats { mean in
            variance.withFloats { variance in body(x.baseAddress, weight, bias, mean, variance) }
          }
        }
      }
    }
  }
}

extension Tensor? {
  /// The address of float32 elements; nil without a tensor or for another type.
  func withFloats(_ body: (UnsafePointer<Float>?) -> Void) {
    guard case .float32(let values)? = self?.storage else {
      body(nil)
      return
    }
    values.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}

extension ChannelGrid {
  /// The grid of a row-major tensor of rank 2 or more (R20).
  init(_ shape: Shape) {
    self.init(
      samples: shape.dimensions[0],
      channels: shape.dimensions[1],
      inner: shape.channelStride
    )
  }
}
