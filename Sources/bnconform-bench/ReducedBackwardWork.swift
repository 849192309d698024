// SPDX-License-Identifier: MIT

import BNDifferential
import BNKernels
import BNTensors

/// A training backward of bfloat16 with all three gradients, after one forward.
final class ReducedBackwardWork: FloatWork, Work {
  private let source: UnsafeMutablePointer<UInt16>
  private let gradOutput: UnsafeMutablePointer<UInt16>
  private let target: UnsafeMutablePointer<UInt16>
  private let gradWeight: UnsafeMutablePointer<UInt64>
  private let gradBias: UnsafeMutablePointer<UInt64>
  private var sums: [BoundedSums] = []

  override init(_ grid: ChannelGrid) {
    source = .allocate(capacity: grid.count)
    gradOutput = .allocate(capacity: grid.count)
    target = .allocate(capacity: grid.count)
    gradWeight = .allocate(capacity: grid.channels)
    gradBias = .allocate(capacity: grid.channels)
    super.init(grid)
    var random = DrawnNumbers(seed: 8)
    for index in 0..<grid.count {
      source[index] = Self.brain(input[index])
      gradOutput[index] = Self.brain(Float(random.normal()))
    }
    target.initialize(repeating: 0, count: grid.count)
    gradWeight.initialize(repeating: 0, count: grid.channels)
    gradBias.initialize(repeating: 0, count: grid.channels)
    let forward = FloatForward(eps: 1e-5, weight: weight, bias: bias)
    sums = ReducedForward(type: .bfloat16, forward: forward).train(source, target, grid)
  }

  private static func brain(_ value: Float) -> UInt16 {
    UInt16(truncatingIfNeeded: value.bitPattern >> 16)
  }

  func run(_ settings: KernelSettings) {
    var backward = ReducedBackward(
      type: .bfloat16,
      parameterFormat: .binary32,
      forward: FloatForward(eps: 1e-5, weight: weight, bias: bias, settings: settings),
      statistics: .batch(sums)
    )
    backward.gradInput = target
    backward.gradWeight = gradWeight
    backward.gradBias = gradBias
    _ = backward.run(source, gradOutput, grid)
  }

  deinit {
    for room in [source, gradOutput, target] { room.deallocate() }
    for room in [gradWeight, gradBias] { room.deallocate() }
  }
}
