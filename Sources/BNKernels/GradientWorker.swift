// SPDX-License-Identifier: MIT

internal import CBNKernels
internal import BNExactArithmetic
internal import BNTensors

/// Computes the gradients of channel after channel of a row-major tensor on one thread.
final class GradientWorker {
  private let job: GradientJob
  private let kernels: FloatKernels
  private let source: GradientSource
  private let undecided = UnsafeMutablePointer<bn_open_chunk>.allocate(capacity: slice / 32)
  private var last: (x: Float, dy: Float, dx: Float)?
  /// The longest part of a run that is transformed at once.
  private static let slice = 1 << 16

  init(job: GradientJob) {
    self.job = job
    kernels = FloatKernels(job.backward.forward.settings.kernels, elements: job.grid.count)
    source = Self.source(job, kernels)
  }

  private static func source(_ job: GradientJob, _ kernels: FloatKernels) -> GradientSource {
    let runs = ChannelRuns(job.input, job.grid, beside: job.gradOutput)
    let pairs = ExactBlocks(job.input, job.gradOutput, job.grid, kernels)
    let values = ExactBlocks(job.input, job.grid, kernels)
    return GradientSource(
      forward: job.backward.forward,
      statistics: job.backward.statistics,
      plainPairs: { channel, centre, squares in
        var plain = PlainSums(centre: centre)
        runs.visit(channel) { x, dy, count in plain.add(x, dy, count, kernels) }
        return plain.pairs(squares: squares)
      },
      exactPairs: { pairs.sums(of: $0) },
      exactValues: { values.sums(of: $0) }
    )
  }

  deinit { undecided.deallocate() }

  /// The gradients of one channel; false if the specification has to compute them.
  func run(_ channel: Int) -> Bool {
    let backward = job.backward
    let constants = source.constants(channel)
    guard let constants else { return false }
    last = nil
    if let gradWeight = backward.gradWeight {
      gradWeight[channel] = constants.weight(\.float, Self.float)
    }
    if let gradBias = backward.gradBias {
      gradBias[channel] = constants.bias(\.float, Self.float)
    }
    guard let gradInput = backward.gradInput else { return true }
    if constants.isZero {
      fill(channel, gradInput)
    } else {
      let bounds = constants.plane.plane(x: constants.ends, dy: constants.gradients)
      transform(channel, gradInput, constants, bounds)
    }
    return true
  }

  private static func float(_ value: QuadraticSurd) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: value.rounded(to: .binary32)))
  }

  /// Rounds every element of a channel; the run read last is still in a cache and comes first.
  private func transform(
    _ channel: Int,
    _ gradInput: UnsafeMutablePointer<Float>,
    _ constants: GradientConstants,
    _ bounds: bn_plane
  ) {
    let grid = job.grid
    let next = channel + 1 < grid.channels && grid.inner >= ChannelRuns.shortRun ? grid.inner : 0
    for sample in (0..<grid.samples).reversed() {
      let start = grid.run(sample: sample, channel: channel)
      var done = 0
      while done < grid.inner {
        let part = min(Self.slice, grid.inner - done)
        let (x, dy) = (job.input + start + done, job.gradOutput + start + done)
        let dx = gradInput + start + done
        let found = kernels.round(x, dy, dx, part, bounds, undecided, ahead: next)
        UnsafePointer(undecided).forEach(found) { dx[$0] = result(x[$0], dy[$0], constants) }
        done += part
      }
    }
  }

  /// The result by the second tier, or the third.
  private func result(
    _ x: Float,
    _ dy: Float,
    _ constants: GradientConstants
  ) -> Float {
    if dy == 0, constants.ignoresInput { return 0 }
    if let last, last.x == x, last.dy == dy { return last.dx }
    let dx =
      constants.input(Double(x), Double(dy), \.float)
      ?? Self.float(constants.exactInput(Double(x), Double(dy)))
    last = (x, dy, dx)
    return dx
  }

  private func fill(_ channel: Int, _ gradInput: UnsafeMutablePointer<Float>) {
    for sample in 0..<job.grid.samples {
      let start = job.grid.run(sample: sample, channel: channel)
      (gradInput + start).update(repeating: 0, count: job.grid.inner)
    }
  }
}
