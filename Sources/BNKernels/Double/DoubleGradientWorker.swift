// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import CBNKernels
internal import BNExactArithmetic
internal import BNTensors

/// Computes the gradients of group after group of channels of a float64 tensor on one thread.
final class DoubleGradientWorker {
  private let job: DoubleGradientJob
  private let kernels: DoubleKernels
  private let stage: DoubleStage
  private let blocks: [DoubleStage.Block]
  private let values: UnsafeMutablePointer<Double>
  private let gradients: UnsafeMutablePointer<Double>
  private let results: UnsafeMutablePointer<Double>
  private let undecided = UnsafeMutablePointer<bn_open_chunk>
    .allocate(capacity: DoubleStage.block / 32)

  init(job: DoubleGradientJob) {
    self.job = job
    kernels = DoubleKernels(job.backward.forward.settings.kernels, elements: job.grid.count)
    stage = DoubleStage(job.grid)
    blocks = stage.blocks()
    values = stage.makeRoom()
    gradients = stage.makeRoom()
    results = stage.makeRoom()
  }

  deinit {
    for room in [values, gradients, results] { room.deallocate() }
    undecided.deallocate()
  }

  /// The gradients of a group; false for a channel that the specification has to compute.
  func run(_ group: Int) -> [Bool] {
    let channels = stage.channels(group)
    let constants = zip(channels, sums(group)).map {
      DoubleGradientConstants(job: job, channel: $0, sums: $1)
    }
    for (channel, constants) in zip(channels, constants) {
      guard let constants else { continue }
      let plane = constants.plane
      write(plane.weight, { constants.exact.weight }, to: job.backward.gradWeight, channel)
      write(plane.bias, { job.exactBias(channel) }, to: job.backward.gradBias, channel)
    }
    if let gradInput = job.backward.gradInput { transform(group, gradInput, constants) }
    return constants.map { $0 != nil }
  }

  private func write(
    _ enclosure: Enclosure,
    _ exact: () -> QuadraticSurd,
    to target: UnsafeMutablePointer<Double>?,
    _ channel: Int
  ) {
    guard let target else { return }
    target[channel] =
      enclosure.double ?? Double(bitPattern: exact().rounded(to: .binary64))
  }

  /// Σdy and Σd·dy of every channel of a group.
  private func sums(_ group: Int) -> [BoundedSums] {
    var takers = stage.channels(group).map { channel in
      if case .batch(let batches) = job.backward.statistics {
        return DoublePairAccumulator(batch: batches[channel])
      }
      return DoublePairAccumulator()
    }
    for block in blocks {
      let x = stage.values(job.input, block, group, values)
      let dy = stage.values(job.gradOutput, block, group, gradients)
      for lane in takers.indices {
        let offset = lane * stage.laneStride
        takers[lane].add(x + offset, dy + offset, block.count, kernels)
      }
    }
    return takers.map(\.sums)
  }

  /// Rounds every element of a group; the block read last is still in a cache and comes first.
  private func transform(
    _ group: Int,
    _ gradInput: UnsafeMutablePointer<Double>,
    _ constants: [DoubleGradientConstants?]
  ) {
    // The only block is gathered still.
    let isGathered = stage.isStaged && blocks.count == 1
    for block in blocks.reversed() {
      var (x, dy) = (UnsafePointer(values), UnsafePointer(gradients))
      if !isGathered {
        x = stage.values(job.input, block, group, values)
        dy = stage.values(job.gradOutput, block, group, gradients)
      }
      let dx = stage.isStaged ? results : gradInput + (x - UnsafePointer(job.input))
      for lane in constants.indices {
        let offset = lane * stage.laneStride
        round(x + offset, dy + offset, dx + offset, block.count, constants[lane])
      }
      if stage.isStaged { stage.put(results, block, group, gradInput) }
    }
  }

  private func round(
    _ x: UnsafePointer<Double>,
    _ dy: UnsafePointer<Double>,
    _ dx: UnsafeMutablePointer<Double>,
    _ count: Int,
    _ constants: DoubleGradientConstants?
  ) {
    guard let constants, !constants.isZero else {
      return dx.update(repeating: 0, count: count)
    }
    guard let bounds = constants.bounds else {
      for index in 0..<count { dx[index] = constants.result(x[index], dy[index]) }
      return
    }
    let found = kernels.round(x, dy, dx, count, bounds, undecided, staged: stage.isStaged)
    UnsafePointer(undecided).forEach(found) { dx[$0] = constants.result(x[$0], dy[$0]) }
  }
}
