// SPDX-License-Identifier: MIT

internal import CAVX2
internal import Tensors

/// Computes channel after channel of a 16-bit tensor on one thread.
///
/// Sums are taken from blocks widened to float32, which is exact.
final class ReducedWorker {
  private let job: ReducedJob
  private let kernels: FloatKernels
  private let format: FloatFormat
  private var bins = ExponentBins()
  private let widened = UnsafeMutablePointer<Float>.allocate(capacity: PlaneWorker.block)
  private let undecided = UnsafeMutablePointer<bn_open_chunk>.allocate(capacity: slice / 32)
  /// The longest part of a run that is transformed at once.
  private static let slice = 1 << 16

  init(job: ReducedJob) {
    self.job = job
    kernels = FloatKernels(job.call.forward.settings.kernels, elements: job.grid.count)
    format = job.call.type == .bfloat16 ? .bfloat16 : .binary16
  }

  deinit {
    widened.deallocate()
    undecided.deallocate()
  }

  /// Normalizes one channel with its own statistics.
  func train(_ channel: Int) -> ChannelSums {
    let forward = job.call.forward
    let (gamma, beta) = (forward.gamma(channel), forward.beta(channel))
    let sums = sums(of: channel)
    if !sums.isFinite {
      fill(channel, with: format.quietNaNBits)
    } else if gamma == 0 || sums.minimum == sums.maximum, gamma.isFinite, beta.isFinite,
      forward.eps > 0, forward.eps.isFinite
    {
      // Nothing but β is left; −0 + 0 is +0.
      fill(channel, with: format.bits(rounding: beta + 0))
    } else {
      let line = ChannelLine(
        sums: sums,
        gamma: gamma,
        beta: beta,
        eps: forward.eps,
        stress: forward.settings.stress
      )
      let largest = max(sums.minimum.magnitude, sums.maximum.magnitude)
      transform(
        channel,
        line?.reducedLine(largest: Double(largest)),
        ReducedDecision(format: format, line: line) {
          ChannelScale(sums: sums, gamma: gamma, beta: beta, eps: forward.eps)
        }
      )
    }
    return sums
  }

  /// Normalizes one channel with running statistics.
  func evaluate(_ channel: Int, _ statistics: RunningStatistics) {
    let forward = job.call.forward
    let (mean, variance) = (Double(statistics.mean[channel]), Double(statistics.variance[channel]))
    let (gamma, beta) = (forward.gamma(channel), forward.beta(channel))
    let line = ChannelLine(
      runningMean: mean,
      runningVar: variance,
      gamma: gamma,
      beta: beta,
      eps: forward.eps,
      stress: forward.settings.stress
    )
    let largest = Float(bitPattern: largest(channel))
    transform(
      channel,
      largest.isFinite ? line?.reducedLine(largest: Double(largest)) : nil,
      ReducedDecision(format: format, line: line) {
        ChannelScale(
          runningMean: mean,
          runningVar: variance,
          gamma: gamma,
          beta: beta,
          eps: forward.eps
        )
      }
    )
  }

  /// Visits a channel in blocks, widened to float32.
  private func visit(_ channel: Int, _ body: (UnsafePointer<Float>, Int) -> Void) {
    let grid = job.grid
    var filled = 0
    for sample in 0..<grid.samples {
      let start = grid.run(sample: sample, channel: channel)
      var done = 0
      while done < grid.inner {
        let part = min(grid.inner - done, PlaneWorker.block - filled)
        kernels.widen(job.input + start + done, widened + filled, part, format)
        filled += part
        done += part
        if filled == PlaneWorker.block {
          body(widened, filled)
          filled = 0
        }
      }
    }
    if filled > 0 { body(widened, filled) }
  }

  private func sums(of channel: Int) -> ChannelSums {
    var sums = ChannelSums()
    guard format == .bfloat16, job.grid.inner >= PlaneWorker.shortRun else {
      visit(channel) { x, count in add(x, count, to: &sums) }
      return sums
    }
    for sample in 0..<job.grid.samples {
      let start = job.grid.run(sample: sample, channel: channel)
      var done = 0
      while done < job.grid.inner {
        let part = min(job.grid.inner - done, PlaneWorker.block)
        let x = job.input + start + done
        if let block = kernels.brainSums(x, part) {
          sums.add(block, count: part)
        } else {
          kernels.widen(x, widened, part, format)
          add(widened, part, to: &sums)
        }
        done += part
      }
    }
    return sums
  }

  private func add(_ x: UnsafePointer<Float>, _ count: Int, to sums: inout ChannelSums) {
    let block = kernels.sums(x, count)
    if block.status == 1 {
      sums.add(x, x, count: count, range: block, bins: &bins)
    } else {
      sums.add(block, count: count)
    }
  }

  private func largest(_ channel: Int) -> UInt32 {
    var largest: UInt32 = 0
    visit(channel) { x, count in largest = max(largest, kernels.largest(x, count)) }
    return largest
  }

  /// Rounds every element of a channel; the run read last is still in a cache and comes first.
  private func transform(_ channel: Int, _ line: bn_reduced_line?, _ decision: ReducedDecision) {
    let grid = job.grid
    let next = channel + 1 < grid.channels && grid.inner >= PlaneWorker.shortRun ? grid.inner : 0
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
          for index in 0..<found {
            let chunk = 32 * Int(undecided[index].index)
            decision.decide(x + chunk, y + chunk, undecided[index].lanes)
          }
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
