// SPDX-License-Identifier: MIT

internal import CBNKernels

/// Computes neighbouring channels of an `(N, C)` or channels-last tensor side by side.
///
/// What it does not serve (a constant channel, γ = 0, a mean far beyond the deviation, NaN) it leaves to
/// a ``PlaneWorker``, which gives the same bits where both serve.
final class ColumnWorker {
  /// The most rows whose sums are taken at once.
  static let rows = 256
  /// The most rows that are transformed at once.
  private static let slice = 64

  private let job: PlaneJob
  private lazy var planes = PlaneWorker(job: job)
  private let first: Int
  private let channels: Int
  private let columns: ColumnConstants
  private let kernels: bn_kernels
  private let undecided: UnsafeMutablePointer<UInt32>
  private var decisions: [Int: ElementDecision] = [:]

  /// Creates a worker for a range of channels, as many as a multiple of what the kernels take together.
  init(job: PlaneJob, channels range: Range<Int>) {
    self.job = job
    first = range.lowerBound
    kernels = job.forward.settings.kernels.table
    channels = range.count
    columns = ColumnConstants(channels: range.count)
    undecided = .allocate(capacity: Self.slice * range.count / kernels.columns)
  }

  deinit { undecided.deallocate() }

  /// A bound for the relative error of Σ(x − centre)² of so many rows (CorrectRounding.md, "Columns").
  static func error(rows: Int) -> Double { Double(min(rows, Self.rows) + 16) * 0x1p-53 }

  private var error: Double { Self.error(rows: job.grid.samples) }

  /// Normalizes the channels with their own statistics and returns their sums.
  func train() -> [BoundedSums] {
    sum()
    setConstants()
    transform()
    let sums = [BoundedSums](unsafeUninitializedCapacity: channels) { buffer, initialized in
      for channel in 0..<channels {
        buffer.initializeElement(
          at: channel,
          to: columns.bounded(channel, count: job.grid.samples, error: error)
        )
      }
      initialized = channels
    }
    for channel in 0..<channels where columns.special[channel] != 0 {
      let flags = columns.special[channel]
      if flags & 2 != 0 { planes.moveRunning(first + channel, sums[channel]) }
      if flags & 1 != 0 { planes.normalize(first + channel, sums[channel]) }
    }
    return sums
  }

  private func sum() {
    let (samples, stride) = (job.grid.samples, job.grid.channels)
    var sums = columns.sums
    for row in Swift.stride(from: 0, to: samples, by: Self.rows) {
      let x = job.input + job.grid.run(sample: row, channel: first)
      let rows = min(Self.rows, samples - row)
      if row == 0 {
        kernels.column_sums(x, stride, rows, channels, &sums)
      } else {
        kernels.column_add(x, stride, rows, channels, columns.scratch, &sums)
      }
    }
  }

  private func setConstants() {
    let forward = job.forward
    var parameters = bn_column_parameters(
      count: Double(job.grid.samples),
      eps: forward.eps,
      error: error,
      gamma: forward.weight.map { $0 + first },
      beta: forward.bias.map { $0 + first },
      stress: forward.settings.stress,
      running_mean: forward.running.map { $0.mean + first },
      running_var: forward.running.map { $0.variance + first },
      factor: forward.running?.factor ?? 0
    )
    var (sums, lines) = (columns.sums, columns.lines)
    kernels.column_constants(&sums, &parameters, channels, &lines, columns.special)
    for channel in 0..<channels where columns.special[channel] & 1 != 0 { columns.clear(channel) }
  }

  /// Rounds every element.
  private func transform() {
    let (stride, groups) = (job.grid.channels, channels / kernels.columns)
    var (lines, sums) = (columns.lines, columns.sums)
    let stress = job.forward.settings.stress
    let inPairs =
      kernels.column_float_lines?(
        &lines,
        &sums,
        channels,
        stress,
        columns.special,
        columns.pairs
      ) ?? false
    // The rows that were summed last are still in a cache and come first.
    var end = job.grid.samples
    while end > 0 {
      let rows = min(Self.slice, end)
      end -= rows
      let start = job.grid.run(sample: end, channel: first)
      let (x, y) = (job.input + start, job.output + start)
      let found =
        if inPairs, let round = kernels.column_pairs {
          round(x, y, stride, rows, channels, columns.pairs, &lines, undecided)
        } else {
          kernels.column_lines(x, y, stride, rows, channels, &lines, undecided)
        }
      for index in 0..<found {
        let (at, group) = Int(undecided[index]).quotientAndRemainder(dividingBy: groups)
        for channel in (kernels.columns * group)..<(kernels.columns * (group + 1)) {
          let offset = at * stride + channel
          y[offset] =
            columns.line(channel).decided(x[offset]) ?? decision(channel).result(x[offset])
        }
      }
    }
  }

  private func decision(_ channel: Int) -> ElementDecision {
    if let decision = decisions[channel] { return decision }
    let (planes, index) = (planes, first + channel)
    let decision = ElementDecision(
      line: job.forward.line(
        index,
        columns.bounded(channel, count: job.grid.samples, error: error)
      ),
      later: { planes.later(index) }
    )
    decisions[channel] = decision
    return decision
  }
}
