// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNExactArithmetic
internal import BNTensors

extension NormalizationCall {
  /// Normalizes by the fast kernels, which give the bits of ``pass(eps:)``; nil where they do not serve.
  func fastPass(eps: Double, settings: KernelSettings) -> ForwardPass? {
    guard settings.isFast else { return nil }
    if case .float64(let values) = input.storage {
      return fastPass(values, eps: eps, settings: settings)
    }
    guard let (storage, sums) = kernelOutput(eps: eps, settings: settings),
      let output = try? Tensor(shape: input.shape, storage: storage)
    else { return nil }
    return result(
      output: output,
      eps: eps,
      channels: DeferredStatistics { exactStatistics(eps: eps, settings: settings) },
      memory: KernelMemory(self, sums, settings)
    )
  }

  /// The output's elements and, with batch statistics, the sums of every channel.
  private func kernelOutput(
    eps: Double,
    settings: KernelSettings
  ) -> (TensorStorage, [BoundedSums])? {
    let vectors = KernelVectors<Float>(weight, bias, runningMean, runningVar)
    switch input.storage {
    case .float32(let values):
      let (output, sums): ([Float], [BoundedSums]) = outputs(values, vectors) { x, y, vectors in
        let forward = FloatForward(
          eps: eps,
          weight: vectors.weight,
          bias: vectors.bias,
          settings: settings
        )
        if usesBatchStatistics { return forward.train(x, y, grid) }
        guard let mean = vectors.mean, let variance = vectors.variance else { return [] }
        forward.evaluate(x, y, grid, runningMean: mean, runningVar: variance)
        return []
      }
      return (.float32(output), sums)
    case .float16(let values):
      let (output, sums): ([Half], [BoundedSums]) = reduced(values, vectors, eps, settings)
      return (.float16(output), sums)
    case .bfloat16(let values):
      let (output, sums): ([BFloat16], [BoundedSums]) = reduced(values, vectors, eps, settings)
      return (.bfloat16(output), sums)
    case .float64, .int64: return nil
    }
  }

  /// The exact statistics of every channel, by the sums of integers.
  private func exactStatistics(eps: Double, settings: KernelSettings) -> [ChannelStatistics] {
    (0..<grid.channels).map { channel in
      guard usesBatchStatistics, let sums = exactSums(channel, eps, settings), sums.isFinite else {
        let offsets = input.shape.offsets(ofChannel: channel)
        return statistics(channel: channel, offsets: offsets, eps: eps)
      }
      let exact = sums.exact
      return ChannelStatistics(
        count: sums.count,
        sum: .finite(exact.sum),
        squares: .finite(exact.square),
        eps: eps
      )
    }
  }

  private func exactSums(_ channel: Int, _ eps: Double, _ settings: KernelSettings) -> ChannelSums?
  {
    let forward = FloatForward(eps: eps, settings: settings)
    func reduced<Element>(_ values: [Element]) -> ChannelSums? {
      values.withUnsafeBufferPointer { buffer in
        // Both 16-bit types are a struct of one UInt16.
        buffer.baseAddress?
          .withMemoryRebound(to: UInt16.self, capacity: values.count) {
            ReducedForward(type: input.elementType, forward: forward)
              .exactSums($0, grid, channel: channel)
          }
      }
    }
    switch input.storage {
    case .float32(let values): return forward.exactSums(values, grid, channel: channel)
    case .float16(let values): return reduced(values)
    case .bfloat16(let values): return reduced(values)
    case .float64, .int64: return nil
    }
  }

  private var grid: ChannelGrid { ChannelGrid(input.shape) }

  private func reduced<Element>(
    _ values: [Element],
    _ vectors: KernelVectors<Float>,
    _ eps: Double,
    _ settings: KernelSettings
  ) -> ([Element], [BoundedSums]) {
    outputs(values, vectors) { x, y, vectors in
      let forward = FloatForward(
        eps: eps,
        weight: vectors.weight,
        bias: vectors.bias,
        settings: settings
      )
      let call = ReducedForward(type: input.elementType, forward: forward)
      // Both 16-bit types are a struct of one UInt16.
      return x.withMemoryRebound(to: UInt16.self, capacity: values.count) { x in
        y.withMemoryRebound(to: UInt16.self, capacity: values.count) { y in
          if usesBatchStatistics { return call.train(x, y, grid) }
          guard let mean = vectors.mean, let variance = vectors.variance else { return [] }
          call.evaluate(x, y, grid, runningMean: mean, runningVar: variance)
          return []
        }
      }
    }
  }

  /// An output that a body fills, with what the body returns.
  private func outputs<Element>(
    _ values: [Element],
    _ vectors: KernelVectors<Float>,
    _ body: (
      UnsafePointer<Element>, UnsafeMutablePointer<Element>, KernelVectors<Float>.Pointers
    ) -> [BoundedSums]
  ) -> ([Element], [BoundedSums]) {
    var sums: [BoundedSums] = []
    let output = [Element](unsafeUninitializedCapacity: values.count) { buffer, initialized in
      values.withUnsafeBufferPointer { source in
        guard let x = source.baseAddress, let y = buffer.baseAddress else { return }
        vectors.withPointers { sums = body(x, y, $0) }
      }
      initialized = values.count
    }
    return (output, sums)
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
