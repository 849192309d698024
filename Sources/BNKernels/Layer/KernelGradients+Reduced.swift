// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

extension KernelGradients {
  /// The gradients of a tensor of 16-bit elements; those of γ and β are of the parameters' type.
  func reducedGradients<Element>(
    _ x: [Element],
    _ dy: [Element],
    _ wants: Set<FirstOrderGradient>,
    _ statistics: KernelStatistics,
    storage: ([Element]) -> TensorStorage
  ) -> (gradients: Gradients, left: [Int]) {
    let grid = ChannelGrid(input.shape)
    let parameterType = (weight ?? bias)?.elementType ?? .float32
    var left: [Int] = []
    var gradWeight = [UInt64](repeating: 0, count: grid.channels)
    var gradBias = gradWeight
    func run(_ dx: UnsafeMutablePointer<UInt16>?) {
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
              var backward = ReducedBackward(
                type: input.elementType,
                parameterFormat: parameterType.format ?? .binary32,
                forward: forward,
                statistics: statistics
              )
              backward.gradInput = dx
              backward.gradWeight = dGamma.baseAddress
              backward.gradBias = dBeta.baseAddress
              Self.withPatterns(x) { x in
                Self.withPatterns(dy) { dy in left = backward.run(x, dy, grid) }
              }
            }
          }
        }
      }
    }
    var gradInput: Tensor?
    if wants.contains(.input) {
      let elements = [Element](unsafeUninitializedCapacity: x.count) { buffer, initialized in
        // Zeros are elements too, which channels left to the specification keep for now.
        UnsafeMutableRawBufferPointer(buffer).initializeMemory(as: UInt8.self, repeating: 0)
        buffer.baseAddress?.withMemoryRebound(to: UInt16.self, capacity: x.count) { run($0) }
        initialized = x.count
      }
      gradInput = try? Tensor(shape: input.shape, storage: storage(elements))
    } else {
      run(nil)
    }
    let gradients = Gradients(
      input: gradInput,
      weight: wants.contains(.weight) ? weight?.replacing(bits: gradWeight) : nil,
      bias: wants.contains(.bias) ? bias?.replacing(bits: gradBias) : nil
    )
    return (gradients, left)
  }

  /// Elements as bit patterns: both 16-bit types are a struct of one UInt16.
  private static func withPatterns<Element>(
    _ values: [Element],
    _ body: (UnsafePointer<UInt16>) -> Void
  ) {
    values.withUnsafeBufferPointer { buffer in
      buffer.baseAddress?.withMemoryRebound(to: UInt16.self, capacity: values.count) { body($0) }
    }
  }
}
