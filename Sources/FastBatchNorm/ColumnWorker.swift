// SPDX-License-Identifier: MIT

internal import CAVX2

/// Computes neighbouring channels of an `(N, C)` or channels-last tensor side by side, with AVX2.
///
/// What it does not serve (a constant channel, γ = 0, too many binades, NaN) it leaves to a
/// ``PlaneWorker``, which gives the same bits where both serve.
final class ColumnWorker {
  /// The most rows whose sums are taken at once; a lane then spans at most 21 binades.
  static let rows = 256
  /// The most rows that are transformed at once.
  private static let slice = 64

  private let job: PlaneJob
  private lazy var planes = PlaneWorker(job: job)
  private let first: Int
  private let channels: Int
  private let columns: ColumnConstants
  private let gathered = UnsafeMutablePointer<Float>.allocate(capacity: rows)
  private let undecided: UnsafeMutablePointer<UInt32>
  private let holds: UnsafeMutablePointer<Bool>
  private lazy var bins = ExponentBins()
  private var decisions: [Int: ElementDecision] = [:]

  /// Creates a worker for a range of channels, as many as a multiple of 8.
  init(job: PlaneJob, channels range: Range<Int>) {
    self.job = job
    first = range.lowerBound
    channels = range.count
    columns = ColumnConstants(channels: range.count)
    undecided = .allocate(capacity: Self.slice * range.count / 8)
    holds = .allocate(capacity: range.count / 8)
  }

  deinit {
    gathered.deallocate()
    undecided.deallocate()
    holds.deallocate()
  }

  /// Normalizes the channels with their own statistics and returns their sums.
  func train() -> [ChannelSums] {
    let sums = job.grid.samples <= Self.rows ? oneBlock() : manyBlocks()
    transform(sums)
    for channel in 0..<channels where columns.special[channel] != 0 {
      let (flags, sums) = (columns.special[channel], sums[channel])
      if flags & 2 != 0 { planes.moveRunning(first + channel, sums) }
      if flags & 1 != 0 { planes.normalize(first + channel, sums) }
    }
    return sums
  }

  /// The sums and constants of a batch of one block: everything stays in lanes.
  private func oneBlock() -> [ChannelSums] {
    let rows = job.grid.samples
    sum(from: 0, rows)
    var parameters = bn_column_parameters(
      count: Double(rows),
      eps: job.forward.eps,
      gamma: job.forward.weight.map { $0 + first },
      beta: job.forward.bias.map { $0 + first },
      stress: job.forward.settings.stress,
      running_mean: job.forward.running.map { $0.mean + first },
      running_var: job.forward.running.map { $0.variance + first },
      factor: job.forward.running?.factor ?? 0
    )
    var (sums, range, lines) = (columns.sums, columns.range, columns.lines)
    bn_avx2_column_constants(&sums, &range, &parameters, channels, &lines, columns.special)
    return (0..<channels).map { channel in
      if columns.special[channel] & 1 != 0 {
        columns.clear(channel)
        return planes.sums(of: first + channel)
      }
      return ChannelSums(columns.block(channel), count: rows)
    }
  }

  /// The sums of a longer batch, block after block, and the constants of each channel.
  private func manyBlocks() -> [ChannelSums] {
    var sums = [ChannelSums](repeating: ChannelSums(), count: channels)
    var row = 0
    while row < job.grid.samples {
      let rows = min(Self.rows, job.grid.samples - row)
      sum(from: row, rows)
      for channel in 0..<channels {
        var block = columns.block(channel)
        if columns.special[channel] == 0 {
          if !block.sum.0.isFinite { block.status = 2 }
          sums[channel].add(block, count: rows)
        } else {
          let start = job.grid.run(sample: row, channel: first + channel)
          for index in 0..<rows { gathered[index] = job.input[start + index * job.grid.channels] }
          sums[channel].add(gathered, gathered, count: rows, range: block, bins: &bins)
        }
      }
      row += rows
    }
    for channel in 0..<channels { setLine(channel, sums[channel]) }
    return sums
  }

  private func setLine(_ channel: Int, _ sums: ChannelSums) {
    columns.range.minimum[channel] = sums.minimum
    columns.range.maximum[channel] = sums.maximum
    let gamma = job.forward.gamma(first + channel)
    columns.special[channel] = job.forward.running == nil ? 0 : 2
    guard let line = line(channel, sums), gamma != 0, sums.minimum < sums.maximum else {
      columns.special[channel] |= 1
      columns.clear(channel)
      return
    }
    columns.set(channel, line.line(minimum: sums.minimum, maximum: sums.maximum))
  }

  private func line(_ channel: Int, _ sums: ChannelSums) -> ChannelLine? {
    ChannelLine(
      sums: sums,
      gamma: job.forward.gamma(first + channel),
      beta: job.forward.beta(first + channel),
      eps: job.forward.eps,
      stress: job.forward.settings.stress
    )
  }

  /// The range and the sums of a strip of rows; `special` marks channels of too many binades.
  private func sum(from row: Int, _ rows: Int) {
    let x = job.input + job.grid.run(sample: row, channel: first)
    var (range, sums) = (columns.range, columns.sums)
    columns.special.update(repeating: 0, count: channels)
    let anchor = columns.anchor
    bn_avx2_column_guessed(x, job.grid.channels, rows, channels, anchor, &range, &sums, holds)
    for group in 0..<(channels / 8) where !holds[group] { sumAgain(x, 8 * group, rows) }
  }

  /// The sums of eight channels above the anchors of their known range.
  @inline(never)
  private func sumAgain(_ x: UnsafePointer<Float>, _ group: Int, _ rows: Int) {
    let window = BN_COLUMN_WINDOW
    for channel in group..<(group + 8) {
      let (top, bottom) = columns.exponents(channel)
      let fits = top < 255 && top - bottom <= window
      columns.special[channel] = fits ? 0 : 1
      columns.anchor[channel] = fits ? .powerOfTwo(2 * (top - 127) + 10) : 1
    }
    var sums = bn_column_sums(
      sum: columns.sums.sum + group,
      high: columns.sums.high + group,
      low: columns.sums.low + group
    )
    bn_avx2_column_sums(x + group, job.grid.channels, rows, 8, columns.anchor + group, &sums)
  }

  /// Rounds every element.
  private func transform(_ sums: [ChannelSums]) {
    let (stride, groups) = (job.grid.channels, channels / 8)
    var (lines, range) = (columns.lines, columns.range)
    let stress = job.forward.settings.stress
    let inPairs = bn_avx2_column_float_lines(
      &lines,
      &range,
      channels,
      stress,
      columns.special,
      columns.pairs
    )
    // The rows that were summed last are still in a cache and come first.
    var end = job.grid.samples
    while end > 0 {
      let rows = min(Self.slice, end)
      end -= rows
      let start = job.grid.run(sample: end, channel: first)
      let (x, y) = (job.input + start, job.output + start)
      let found =
        inPairs
        ? bn_avx2_column_pairs(x, y, stride, rows, channels, columns.pairs, &lines, undecided)
        : bn_avx2_column_lines(x, y, stride, rows, channels, &lines, undecided)
      for index in 0..<found {
        let (at, group) = Int(undecided[index]).quotientAndRemainder(dividingBy: groups)
        for channel in (8 * group)..<(8 * group + 8) {
          let offset = at * stride + channel
          decision(channel, sums).decide(x + offset, y + offset, 1, columns.line(channel))
        }
      }
    }
  }

  private func decision(_ channel: Int, _ sums: [ChannelSums]) -> ElementDecision {
    if let decision = decisions[channel] { return decision }
    let forward = job.forward
    let (gamma, beta) = (forward.gamma(first + channel), forward.beta(first + channel))
    let decision = ElementDecision(
      line: line(channel, sums[channel]),
      scale: { ChannelScale(sums: sums[channel], gamma: gamma, beta: beta, eps: forward.eps) }
    )
    decisions[channel] = decision
    return decision
  }
}
