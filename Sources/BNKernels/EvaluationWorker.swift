// SPDX-License-Identifier: MIT

internal import CBNKernels

/// Normalizes runs of a row-major tensor with running statistics, in the order of memory.
final class EvaluationWorker {
  private let job: PlaneJob
  private let statistics: RunningStatistics
  private let planes: PlaneWorker
  // Reading one counts no references, which would wait for the streamed stores.
  private let channels: UnsafeMutablePointer<Channel>
  private var decisions: [Int: ElementDecision] = [:]

  /// What is kept of a channel between its runs.
  private struct Channel {
    var isKnown = false
    /// Nil where only exact numbers serve.
    var lines: RoundingLines?
    /// A bound for the magnitudes of the next run: a guess from those before.
    var bound: Float = 0
  }

  init(job: PlaneJob, statistics: RunningStatistics) {
    self.job = job
    self.statistics = statistics
    planes = PlaneWorker(job: job)
    channels = .allocate(capacity: job.grid.channels)
    channels.initialize(repeating: Channel(), count: job.grid.channels)
  }

  deinit { channels.deallocate() }

  /// Normalizes one run: the values of a channel in a sample, counted in the order of memory.
  func evaluate(run: Int) {
    let (start, count) = (run * job.grid.inner, job.grid.inner)
    let channel = run % job.grid.channels
    if !channels[channel].isKnown { begin(channel, start) }
    var done = 0
    while done < count {
      let part = min(PlaneWorker.slice, count - done)
      evaluate(start + done, part, channel)
      done += part
    }
  }

  private func evaluate(_ start: Int, _ count: Int, _ channel: Int) {
    guard let lines = channels[channel].lines else {
      return planes.round(start, count, nil, decision(channel))
    }
    let (x, y, kernels) = (job.input + start, job.output + start, planes.kernels)
    var largest: UInt32 = 0
    let found = kernels.round(x, y, count, lines, planes.undecided, ahead: nil, largest: &largest)
    if largest > channels[channel].bound.bitPattern {
      return again(start, count, channel, largest)
    }
    if found > 0 { planes.settle(x, y, found, decision(channel)) }
  }

  /// Normalizes values that exceed the bound.
  private func again(_ start: Int, _ count: Int, _ channel: Int, _ largest: UInt32) {
    let decision = decision(channel)
    guard largest < Float.infinity.bitPattern, let line = decision.line else {
      return planes.round(start, count, nil, decision)
    }
    let bound = min(2 * Float(bitPattern: largest), .greatestFiniteMagnitude)
    let lines = RoundingLines(line, largest: bound)
    channels[channel] = Channel(isKnown: true, lines: lines, bound: bound)
    planes.round(start, count, lines, decision)
  }

  /// Prepares a channel; the first values of its first run suggest a bound.
  private func begin(_ channel: Int, _ start: Int) {
    let pattern = planes.kernels.table.largest(job.input + start, min(64, job.grid.inner))
    let largest = Float(bitPattern: pattern)
    let bound = largest < 0x1p125 ? 4 * largest : 0
    let lines = decision(channel).line.map { RoundingLines($0, largest: bound) }
    channels[channel] = Channel(isKnown: true, lines: lines, bound: bound)
  }

  private func decision(_ index: Int) -> ElementDecision {
    if let decision = decisions[index] { return decision }
    let (forward, statistics) = (job.forward, statistics)
    let decision = ElementDecision(
      line: forward.line(index, statistics),
      scale: { forward.scale(index, statistics) }
    )
    decisions[index] = decision
    return decision
  }
}
