// SPDX-License-Identifier: MIT

import Differential
import FastBatchNorm

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Something whose time is taken.
protocol Work: AnyObject {
  func run(_ settings: KernelSettings)
}

/// The works by name.
enum WorkCatalogue {
  private static let image = ChannelGrid(samples: 32, channels: 64, inner: 56 * 56)

  /// Makes a work with its data; nil for an unknown name.
  static func make(_ name: String) -> (any Work)? {
    switch name {
    case "train": TrainWork(image)
    case "train2d": TrainWork(ChannelGrid(samples: 256, channels: 512, inner: 1))
    case "trainlast": TrainWork(ChannelGrid(samples: 32 * 56 * 56, channels: 64, inner: 1))
    case "evaluate": EvaluateWork(image)
    case "memcpy": CopyWork(image)
    case "backward": BackwardWork(image)
    default: nil
    }
  }
}

/// A float32 tensor of nearly normal numbers, and room for a result.
class FloatWork {
  let grid: ChannelGrid
  let input: UnsafeMutablePointer<Float>
  let output: UnsafeMutablePointer<Float>
  let weight: UnsafeMutablePointer<Float>
  let bias: UnsafeMutablePointer<Float>
  let mean: UnsafeMutablePointer<Float>
  let variance: UnsafeMutablePointer<Float>

  init(_ grid: ChannelGrid) {
    self.grid = grid
    input = Self.room(grid.count)
    output = Self.room(grid.count)
    weight = Self.room(grid.channels)
    bias = Self.room(grid.channels)
    mean = Self.room(grid.channels)
    variance = Self.room(grid.channels)
    var random = DrawnNumbers(seed: 7)
    for index in 0..<grid.count { input[index] = Float(random.normal()) }
    output.update(repeating: 0, count: grid.count)
    for channel in 0..<grid.channels {
      weight[channel] = Float(0.5 + random.unit())
      bias[channel] = Float(random.normal())
      mean[channel] = 0
      variance[channel] = 1
    }
  }

  /// Aligned as large tensors are everywhere.
  static func room(_ count: Int) -> UnsafeMutablePointer<Float> {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 4 * count, alignment: 64)
    let floats = bytes.bindMemory(to: Float.self, capacity: count)
    floats.initialize(repeating: 0, count: count)
    return floats
  }

  deinit {
    for room in [input, output, weight, bias, mean, variance] { room.deallocate() }
  }
}

/// A training forward with its update of the running statistics.
final class TrainWork: FloatWork, Work {
  func run(_ settings: KernelSettings) {
    var forward = FloatForward(eps: 1e-5, weight: weight, bias: bias, settings: settings)
    forward.running = RunningUpdate(mean: mean, variance: variance, factor: 0.1)
    _ = forward.train(input, output, grid)
  }
}

/// An evaluation forward.
final class EvaluateWork: FloatWork, Work {
  func run(_ settings: KernelSettings) {
    FloatForward(eps: 1e-5, weight: weight, bias: bias, settings: settings)
      .evaluate(input, output, grid, runningMean: mean, runningVar: variance)
  }
}

/// The C library's copy of the same tensor.
final class CopyWork: FloatWork, Work {
  func run(_ settings: KernelSettings) { memcpy(output, input, 4 * grid.count) }
}

/// A training backward with all three gradients, after one forward.
final class BackwardWork: FloatWork, Work {
  private let gradOutput: UnsafeMutablePointer<Float>
  private var sums: [ChannelSums] = []

  override init(_ grid: ChannelGrid) {
    gradOutput = Self.room(grid.count)
    super.init(grid)
    var random = DrawnNumbers(seed: 8)
    for index in 0..<grid.count { gradOutput[index] = Float(random.normal()) }
    let forward = FloatForward(eps: 1e-5, weight: weight, bias: bias)
    sums = forward.train(input, output, grid)
  }

  func run(_ settings: KernelSettings) {
    let forward = FloatForward(eps: 1e-5, weight: weight, bias: bias, settings: settings)
    var backward = FloatBackward(forward: forward, statistics: .batch(sums))
    backward.gradInput = output
    backward.gradWeight = mean
    backward.gradBias = variance
    _ = backward.run(input, gradOutput, grid)
  }

  deinit { gradOutput.deallocate() }
}
