// SPDX-License-Identifier: MIT

internal import CBNKernels
internal import BNTensors

/// Computes channel after channel of a 16-bit tensor on one thread.
final class ReducedWorker {
  private let job: ReducedJob
  private let kernels: FloatKernels
  private let format: FloatFormat
  private let blocks: WidenedBlocks
  private let undecided = UnsafeMutablePointer<bn_open_chunk>.allocate(capacity: slice / 32)
  /// The longest part of a run that is transformed at once.
  private static let slice = 1 << 16

  init(job: ReducedJob) {
    self.job = job
    kernels = FloatKernels(job.call.forward.settings.kernels, elements: job.grid.count)
    format = job.call.type.reducedFormat
    blocks = WidenedBlocks(job.input, job.grid, type: job.call.type, kernels: kernels)
  }

  deinit { undecided.deallocate() }

  /// Normalizes one channel with its own statistics.
  func train(_ channel: Int) -> BoundedSums {
    let forward = job.call.forward
    let (gamma, beta) = (forward.gamma(channel), forward.beta(channel))
    let sums = blocks.sums(of: channel)
    let bounded = sums.bounded
    if !sums.isFinite {
      fill(channel, with: format.quietNaNBits)
    } else if gamma == 0 || sums.minimum == sums.maximum, gamma.isFinite, beta.isFinite,
      forward.eps > 0, forward.eps.isFinite
    {
      // Nothing but β is left; −0 + 0 is +0.
      fill(channel, with: format.bits(rounding: beta + 0))
    } else {
      let line = forward.line(channel, bounded)
      let largest = max(sums.minimum.magnitude, sums.maximum.magnitude)
      transform(
        channel,
        line?.reducedLine(largest: Double(largest)),
        ReducedDecision(format: format, line: line) {
          forward.scale(channel, sums)
        }
      )
    }
    return bounded
  }

  /// Normalizes one channel with running statistics.
  func evaluate(_ channel: Int, _ statistics: RunningStatistics) {
    let forward = job.call.forward
    let line = forward.line(channel, statistics)
    let largest = Float(bitPattern: blocks.largest(channel))
    transform(
      channel,
      largest.isFinite ? line?.reducedLine(largest: Double(largest)) : nil,
      ReducedDecision(format: format, line: line) {
        forward.scale(channel, statistics)
      }
    )
  }

  /// Rounds every element of a channel; the run read last is still in a cache and comes first.
  private func transform(_ channel: Int, _ line: bn_reduced_line?, _ decision: ReducedDecision) {
    let grid = job.grid
    let next = channel + 1 < grid.channels && grid.inner >= ChannelRuns.shortRun ? grid.inner : 0
    for sample in (0..<grid.samples).reversed() {
      let start = grid.run(sample: sample, channel: channel)
      var done = 0
      while done < grid.inner {
        let part = min(Self.slice, grid.inner - done)
        let (x, y) = (job.input + start + done, job.output + start + done)
        if let line {
          let found = kernels.round(
            x,
            y,
            part,
            line,
            undecided,
            format,
            ahead: next > 0 ? x + next : nil
          )
          UnsafePointer(undecided).forEach(found) { y[$0] = decision.result(x[$0]) }
        } else {
          for index in 0..<part { y[index] = decision.result(x[index]) }
        }
        done += part
      }
    }
  }

  private func fill(_ channel: Int, with bits: UInt64) {
    for sample in 0..<job.grid.samples {
      let start = job.grid.run(sample: sample, channel: channel)
      (job.output + start)
        .update(repeating: UInt16(truncatingIfNeeded: bits), count: job.grid.inner)
    }
  }
}
