// SPDX-License-Identifier: MIT

import BNDifferential
import BNKernels
import BNTensors

/// A float64 tensor of nearly normal numbers, and room for a result.
class DoubleWork {
  let grid: ChannelGrid
  let input: UnsafeMutablePointer<Double>
  let output: UnsafeMutablePointer<Double>
  let weight: UnsafeMutablePointer<Double>
  let bias: UnsafeMutablePointer<Double>
  let mean: UnsafeMutablePointer<Double>
  let variance: UnsafeMutablePointer<Double>

  init(_ grid: ChannelGrid) {
    self.grid = grid
    input = Self.room(grid.count)
    output = Self.room(grid.count)
    weight = Self.room(grid.channels)
    bias = Self.room(grid.channels)
    mean = Self.room(grid.channels)
    variance = Self.room(grid.channels)
    var random = DrawnNumbers(seed: 7)
    for index in 0..<grid.count { input[index] = random.normal() }
    for channel in 0..<grid.channels {
      weight[channel] = 0.5 + random.unit()
      bias[channel] = random.normal()
      variance[channel] = 1
    }
  }

  /// Zeros, aligned as large tensors are everywhere.
  static func room(_ count: Int) -> UnsafeMutablePointer<Double> {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 8 * count, alignment: 64)
    let values = bytes.bindMemory(to: Double.self, capacity: count)
    values.initialize(repeating: 0, count: count)
    return values
  }

  func forward(_ settings: KernelSettings) -> DoubleForward {
    DoubleForward(eps: 1e-5, weight: weight, bias: bias, settings: settings)
  }

  deinit {
    for room in [input, output, weight, bias, mean, variance] { room.deallocate() }
  }
}

/// A training forward with its update of the running statistics.
final class DoubleTrainWork: DoubleWork, Work {
  func run(_ settings: KernelSettings) {
    let sums = forward(settings).train(input, output, grid)
    for channel in sums.indices {
      let moved = MovedStatistics(
        mean: mean[channel],
        variance: variance[channel],
        sums: sums[channel],
        factor: 0.1,
        stress: settings.stress
      )
      guard let patterns = moved?.patterns(in: .binary64) else { continue }
      mean[channel] = Double(bitPattern: patterns.mean)
      variance[channel] = Double(bitPattern: patterns.variance)
    }
  }
}

/// An evaluation forward.
final class DoubleEvaluateWork: DoubleWork, Work {
  func run(_ settings: KernelSettings) {
    forward(settings).evaluate(input, output, grid, runningMean: mean, runningVar: variance)
  }
}

/// A training backward with all three gradients, after one forward.
final class DoubleBackwardWork: DoubleWork, Work {
  private let gradOutput: UnsafeMutablePointer<Double>
  private var sums: [BoundedSums] = []

  override init(_ grid: ChannelGrid) {
    gradOutput = Self.room(grid.count)
    super.init(grid)
    var random = DrawnNumbers(seed: 8)
    for index in 0..<grid.count { gradOutput[index] = random.normal() }
    sums = forward(.preferred).train(input, output, grid)
  }

  func run(_ settings: KernelSettings) {
    var backward = DoubleBackward(forward: forward(settings), statistics: .batch(sums))
    backward.gradInput = output
    backward.gradWeight = mean
    backward.gradBias = variance
    _ = backward.run(input, gradOutput, grid)
  }

  deinit { gradOutput.deallocate() }
}
