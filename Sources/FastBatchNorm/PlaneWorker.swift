// SPDX-License-Identifier: MIT

internal import CAVX2
internal import ExactArithmetic

/// Computes channel after channel of a row-major tensor on one thread.
final class PlaneWorker {
  /// The longest block whose sums are taken at once.
  static let block = 2048
  /// Runs shorter than this are gathered before they are summed.
  static let shortRun = 256

  let job: PlaneJob
  let kernels: FloatKernels
  private var bins = ExponentBins()
  private let gathered = UnsafeMutablePointer<Float>.allocate(capacity: block)
  private let undecided = UnsafeMutablePointer<UInt32>.allocate(capacity: slice / 32)
  /// The longest part of a run that is transformed at once.
  private static let slice = 1 << 16

  init(job: PlaneJob) {
    self.job = job
    kernels = FloatKernels(job.forward.settings.kernels, elements: job.grid.count)
  }

  deinit {
    gathered.deallocate()
    undecided.deallocate()
  }

  /// Normalizes one channel with its own statistics and moves its running ones.
  func train(_ channel: Int) -> ChannelSums {
    let sums = sums(of: channel)
    moveRunning(channel, sums)
    normalize(channel, sums)
    return sums
  }

  /// Moves the running statistics of a channel.
  func moveRunning(_ channel: Int, _ sums: ChannelSums) {
    job.forward.running?.move(channel, sums, stress: job.forward.settings.stress) {
      var sum = 0.0
      for sample in 0..<job.grid.samples {
        let start = job.grid.run(sample: sample, channel: channel)
        for index in start..<(start + job.grid.inner) { sum += Double(job.input[index]) }
      }
      return sum
    }
  }

  /// Normalizes one channel with the statistics of given sums.
  func normalize(_ channel: Int, _ sums: ChannelSums) {
    let forward = job.forward
    let (gamma, beta) = (forward.gamma(channel), forward.beta(channel))
    guard sums.isFinite else {
      fill(channel, with: Float(bitPattern: 0x7fc0_0000))
      return
    }
    if gamma == 0 || sums.minimum == sums.maximum, gamma.isFinite, beta.isFinite, forward.eps > 0,
      forward.eps.isFinite
    {
      // Nothing but β is left; −0 + 0 is +0.
      fill(channel, with: Float(beta) + 0)
      return
    }
    let decision = ElementDecision(
      line: ChannelLine(
        sums: sums,
        gamma: gamma,
        beta: beta,
        eps: forward.eps,
        stress: forward.settings.stress
      ),
      scale: { ChannelScale(sums: sums, gamma: gamma, beta: beta, eps: forward.eps) }
    )
    transform(channel, decision, minimum: sums.minimum, maximum: sums.maximum)
  }

  /// Normalizes one channel with running statistics.
  func evaluate(_ channel: Int, _ statistics: RunningStatistics) {
    let forward = job.forward
    let (mean, variance) = (Double(statistics.mean[channel]), Double(statistics.variance[channel]))
    let (gamma, beta) = (forward.gamma(channel), forward.beta(channel))
    let decision = ElementDecision(
      line: ChannelLine(
        runningMean: mean,
        runningVar: variance,
        gamma: gamma,
        beta: beta,
        eps: forward.eps,
        stress: forward.settings.stress
      ),
      scale: {
        ChannelScale(
          runningMean: mean,
          runningVar: variance,
          gamma: gamma,
          beta: beta,
          eps: forward.eps
        )
      }
    )
    for sample in 0..<job.grid.samples {
      let start = job.grid.run(sample: sample, channel: channel)
      var done = 0
      while done < job.grid.inner {
        let count = min(Self.block, job.grid.inner - done)
        let range = kernels.range(job.input + start + done, count)
        round(
          start + done,
          count,
          range.isFinite
            ? decision.line?.line(minimum: range.minimum, maximum: range.maximum) : nil,
          decision,
          ahead: nil
        )
        done += count
      }
    }
  }

  /// The exact sums of one channel.
  func sums(of channel: Int) -> ChannelSums {
    let grid = job.grid
    var sums = ChannelSums()
    if grid.inner >= Self.shortRun {
      for sample in 0..<grid.samples {
        add(job.input + grid.run(sample: sample, channel: channel), grid.inner, to: &sums)
      }
      return sums
    }
    var filled = 0
    for sample in 0..<grid.samples {
      if filled + grid.inner > Self.block {
        add(gathered, filled, to: &sums)
        filled = 0
      }
      let run = job.input + grid.run(sample: sample, channel: channel)
      (gathered + filled).update(from: run, count: grid.inner)
      filled += grid.inner
    }
    if filled > 0 { add(gathered, filled, to: &sums) }
    return sums
  }

  /// Adds a run, in blocks of about equal length.
  private func add(_ x: UnsafePointer<Float>, _ count: Int, to sums: inout ChannelSums) {
    let blocks = (count + Self.block - 1) / Self.block
    let length = ((count + blocks - 1) / blocks + 31) & ~31
    var done = 0
    while done < count {
      let part = min(length, count - done)
      let block = kernels.sums(x + done, part)
      if block.status == 1 {
        sums.add(x + done, x + done, count: part, range: block, bins: &bins)
      } else {
        sums.add(block, count: part)
      }
      done += part
    }
  }

  /// Rounds every element of a channel; the run read last is still in a cache and comes first.
  private func transform(
    _ channel: Int,
    _ decision: ElementDecision,
    minimum: Float,
    maximum: Float
  ) {
    let grid = job.grid
    let line = decision.line?.line(minimum: minimum, maximum: maximum)
    let next = channel + 1 < grid.channels && grid.inner >= Self.shortRun ? grid.inner : 0
    for sample in (0..<grid.samples).reversed() {
      let start = grid.run(sample: sample, channel: channel)
      round(start, grid.inner, line, decision, ahead: next > 0 ? job.input + start + next : nil)
    }
  }

  /// Rounds a run of elements.
  private func round(
    _ start: Int,
    _ count: Int,
    _ line: bn_line?,
    _ decision: ElementDecision,
    ahead: UnsafePointer<Float>?
  ) {
    guard let line else {
      for index in start..<(start + count) { job.output[index] = decision.exact(job.input[index]) }
      return
    }
    var done = 0
    while done < count {
      let part = min(Self.slice, count - done)
      let (x, y) = (job.input + start + done, job.output + start + done)
      let found = kernels.round(x, y, part, line, undecided, ahead: ahead.map { $0 + done })
      for index in 0..<found {
        let chunk = 32 * Int(undecided[index])
        decision.decide(x + chunk, y + chunk, min(32, part - chunk), line)
      }
      done += part
    }
  }

  private func fill(_ channel: Int, with value: Float) {
    for sample in 0..<job.grid.samples {
      let start = job.grid.run(sample: sample, channel: channel)
      (job.output + start).update(repeating: value, count: job.grid.inner)
    }
  }
}
