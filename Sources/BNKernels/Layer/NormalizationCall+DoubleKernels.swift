// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNExactArithmetic
internal import BNTensors

extension NormalizationCall {
  /// Normalizes a float64 tensor by the fast kernels, which give the bits of ``pass(eps:)``.
  ///
  /// The exact statistics, which later steps rarely need, are left until they are asked for.
  func fastPass(_ values: [Double], eps: Double, settings: KernelSettings) -> ForwardPass? {
    let grid = ChannelGrid(input.shape)
    let vectors = KernelVectors<Double>(weight, bias, runningMean, runningVar)
    var sums: [BoundedSums] = []
    let elements = [Double](unsafeUninitializedCapacity: values.count) { buffer, initialized in
      values.withUnsafeBufferPointer { source in
        guard let x = source.baseAddress, let y = buffer.baseAddress else { return }
        vectors.withPointers { vectors in
          let forward = DoubleForward(
            eps: eps,
            weight: vectors.weight,
            bias: vectors.bias,
            settings: settings
          )
          if usesBatchStatistics {
            sums = forward.train(x, y, grid)
          } else if let mean = vectors.mean, let variance = vectors.variance {
            forward.evaluate(x, y, grid, runningMean: mean, runningVar: variance)
          }
        }
      }
      initialized = values.count
    }
    guard let output = try? Tensor(shape: input.shape, storage: .float64(elements)) else {
      return nil
    }
    return result(
      output: output,
      eps: eps,
      channels: DeferredStatistics { exactStatistics(values, grid, eps: eps) },
      memory: KernelMemory(self, sums, settings)
    )
  }

  /// The exact statistics of every channel, by integers.
  private func exactStatistics(
    _ values: [Double],
    _ grid: ChannelGrid,
    eps: Double
  ) -> [ChannelStatistics] {
    (0..<grid.channels).map { channel in
      let offsets = input.shape.offsets(ofChannel: channel)
      guard usesBatchStatistics, offsets.allSatisfy({ values[$0].isFinite }) else {
        return statistics(channel: channel, offsets: offsets, eps: eps)
      }
      let exact = values.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { ExactDoubleSums($0, $0, grid, channel: channel).exact }
      }
      return ChannelStatistics(
        count: offsets.count,
        sum: exact.map { .finite($0.sum) } ?? .zero,
        squares: exact.map { .finite($0.square) } ?? .zero,
        eps: eps
      )
    }
  }
}
