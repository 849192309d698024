// SPDX-License-Identifier: MIT

internal import CBNKernels
internal import BNExactArithmetic

/// Computes channel after channel of a row-major tensor on one thread.
final class PlaneWorker {
  let job: PlaneJob
  let kernels: FloatKernels
  private let runs: ChannelRuns
  private let blocks: ExactBlocks
  let undecided = UnsafeMutablePointer<bn_open_chunk>.allocate(capacity: slice / 32)
  /// The longest part of a run that is transformed at once.
  static let slice = 1 << 16

  init(job: PlaneJob) {
    self.job = job
    kernels = FloatKernels(job.forward.settings.kernels, elements: job.grid.count)
    runs = ChannelRuns(job.input, job.grid)
    blocks = ExactBlocks(job.input, job.grid, kernels)
  }

  deinit { undecided.deallocate() }

  /// Normalizes one channel with its own statistics and moves its running ones.
  func train(_ channel: Int) -> BoundedSums {
    var plain = PlainSums(centre: runs.typicalValue(channel))
    runs.visit(channel) { x, _, count in plain.add(x, count, kernels) }
    let sums = plain.values
    moveRunning(channel, sums)
    normalize(channel, sums)
    return sums
  }

  /// Moves the running statistics of a channel.
  func moveRunning(_ channel: Int, _ sums: BoundedSums) {
    job.forward.running?.move(channel, sums, stress: job.forward.settings.stress) {
      blocks.sums(of: channel)
    } plainSum: {
      var sum = 0.0
      for sample in 0..<job.grid.samples {
        let start = job.grid.run(sample: sample, channel: channel)
        for index in start..<(start + job.grid.inner) { sum += Double(job.input[index]) }
      }
      return sum
    }
  }

  /// Normalizes one channel with statistics of itself that are known within bounds.
  func normalize(_ channel: Int, _ sums: BoundedSums) {
    if let value = closedForm(channel, sums) { return fill(channel, with: value) }
    let (minimum, maximum) = sums.ends
    guard let line = job.forward.line(channel, sums),
      line.isSharp(reach: line.reach(sums.minimum, sums.maximum))
    else { return normalize(channel, exactly: blocks.sums(of: channel)) }
    let decision = ElementDecision(
      line: line,
      later: { self.later(channel) }
    )
    transform(channel, decision, minimum: minimum, maximum: maximum)
  }

  /// Normalizes one channel with the statistics of given exact sums.
  func normalize(_ channel: Int, exactly sums: ChannelSums) {
    if let value = closedForm(channel, sums.bounded) { return fill(channel, with: value) }
    let later = later(channel, sums)
    let decision = ElementDecision(line: later.line, later: { later })
    transform(channel, decision, minimum: sums.minimum, maximum: sums.maximum)
  }

  /// What decides the elements of a channel by its exact sums.
  func later(_ channel: Int) -> ElementDecision.Later { later(channel, blocks.sums(of: channel)) }

  private func later(_ channel: Int, _ sums: ChannelSums) -> ElementDecision.Later {
    let forward = job.forward
    return ElementDecision.Later(
      line: forward.line(channel, sums.bounded),
      scale: { forward.scale(channel, sums) }
    )
  }

  /// The one number that all elements of a channel are, where there is one.
  private func closedForm(_ channel: Int, _ sums: BoundedSums) -> Float? {
    guard sums.isFinite else { return Float(bitPattern: 0x7fc0_0000) }
    let forward = job.forward
    let (gamma, beta) = (forward.gamma(channel), forward.beta(channel))
    guard gamma == 0 || sums.minimum == sums.maximum, gamma.isFinite, beta.isFinite,
      forward.eps > 0, forward.eps.isFinite
    else { return nil }
    // Nothing but β is left; −0 + 0 is +0.
    return Float(beta) + 0
  }

  /// Rounds every element of a channel; the run read last is still in a cache and comes first.
  private func transform(
    _ channel: Int,
    _ decision: ElementDecision,
    minimum: Float,
    maximum: Float
  ) {
    let grid = job.grid
    let lines = decision.line.map { RoundingLines($0, minimum: minimum, maximum: maximum) }
    let next = channel + 1 < grid.channels && grid.inner >= ChannelRuns.shortRun ? grid.inner : 0
    for sample in (0..<grid.samples).reversed() {
      let start = grid.run(sample: sample, channel: channel)
      round(start, grid.inner, lines, decision, ahead: next > 0 ? job.input + start + next : nil)
    }
  }

  /// Rounds a run of elements.
  func round(
    _ start: Int,
    _ count: Int,
    _ lines: RoundingLines?,
    _ decision: ElementDecision,
    ahead: UnsafePointer<Float>? = nil
  ) {
    guard let lines else {
      for index in start..<(start + count) { job.output[index] = decision.result(job.input[index]) }
      return
    }
    var done = 0
    while done < count {
      let part = min(Self.slice, count - done)
      let (x, y) = (job.input + start + done, job.output + start + done)
      let found = kernels.round(x, y, part, lines, undecided, ahead: ahead.map { $0 + done })
      settle(x, y, found, decision)
      done += part
    }
  }

  /// Decides what is undecided of a part.
  func settle(
    _ x: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>,
    _ found: Int,
    _ decision: ElementDecision
  ) {
    UnsafePointer(undecided).forEach(found) { y[$0] = decision.result(x[$0]) }
  }

  private func fill(_ channel: Int, with value: Float) {
    for sample in 0..<job.grid.samples {
      let start = job.grid.run(sample: sample, channel: channel)
      (job.output + start).update(repeating: value, count: job.grid.inner)
    }
  }
}
