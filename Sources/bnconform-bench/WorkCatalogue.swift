// SPDX-License-Identifier: MIT

import BNBounds
import BNDifferential
import BNKernels
import BNTensors

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
    case "trainbf16": ReducedWork(image)
    case "compare": CompareWork(image)
    case "memcpy": CopyWork(image)
    case "backward": BackwardWork(image)
    case "backwardbf16": ReducedBackwardWork(image)
    case "trainf64": DoubleTrainWork(image)
    case "train2df64": DoubleTrainWork(ChannelGrid(samples: 256, channels: 512, inner: 1))
    case "evaluatef64": DoubleEvaluateWork(image)
    case "backwardf64": DoubleBackwardWork(image)
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
  private var sums: [BoundedSums] = []

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

/// A training forward of bfloat16.
final class ReducedWork: FloatWork, Work {
  private let source: UnsafeMutablePointer<UInt16>
  private let target: UnsafeMutablePointer<UInt16>

  override init(_ grid: ChannelGrid) {
    source = .allocate(capacity: grid.count)
    target = .allocate(capacity: grid.count)
    super.init(grid)
    for index in 0..<grid.count {
      source[index] = UInt16(truncatingIfNeeded: input[index].bitPattern >> 16)
    }
    target.initialize(repeating: 0, count: grid.count)
  }

  func run(_ settings: KernelSettings) {
    let forward = FloatForward(eps: 1e-5, weight: weight, bias: bias, settings: settings)
    _ = ReducedForward(type: .bfloat16, forward: forward).train(source, target, grid)
  }

  deinit {
    source.deallocate()
    target.deallocate()
  }
}

/// A comparison of two tensors with all its statistics, by torch.testing's rule for float32.
final class CompareWork: FloatWork, Work {
  private let tensors: (actual: Tensor, expected: Tensor)?
  private(set) var outOfTolerance = 0

  override init(_ grid: ChannelGrid) {
    let shape = try? Shape([grid.samples, grid.channels, grid.inner])
    var random = DrawnNumbers(seed: 7)
    let expected = (0..<grid.count).map { _ in Float(random.normal()) }
    let actual = expected.map { $0 * (1 + 0x1p-22) }
    tensors = shape.flatMap { shape in
      guard let left = try? Tensor(shape: shape, storage: .float32(actual)),
        let right = try? Tensor(shape: shape, storage: .float32(expected))
      else { return nil }
      return (left, right)
    }
    super.init(ChannelGrid(samples: 1, channels: 1, inner: 1))
  }

  func run(_ settings: KernelSettings) {
    guard let tensors else { return }
    let rule = AllowanceRule.allclose(relative: 1.3e-6, absolute: 1e-5)
    let found = TensorComparison(
      actual: tensors.actual,
      expected: tensors.expected,
      allowance: rule
    )
    outOfTolerance = found?.outOfTolerance ?? -1
  }
}
