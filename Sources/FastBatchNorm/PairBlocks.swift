// SPDX-License-Identifier: MIT

internal import CAVX2

/// Takes the exact Σdy and Σx·dy of a channel, block after block.
final class PairBlocks {
  private let job: GradientJob
  private let kernels: FloatKernels
  private var bins = ExponentBins()
  private let gathered = UnsafeMutablePointer<Float>.allocate(capacity: 2 * PlaneWorker.block)

  init(job: GradientJob, kernels: FloatKernels) {
    self.job = job
    self.kernels = kernels
  }

  deinit { gathered.deallocate() }

  /// The sums of one channel, with the ends of dy.
  func sums(of channel: Int) -> ChannelSums {
    let grid = job.grid
    var sums = ChannelSums()
    guard grid.inner < PlaneWorker.shortRun else {
      for sample in 0..<grid.samples {
        let start = grid.run(sample: sample, channel: channel)
        add(job.input + start, job.gradOutput + start, grid.inner, to: &sums)
      }
      return sums
    }
    let (x, dy) = (gathered, gathered + PlaneWorker.block)
    var filled = 0
    for sample in 0..<grid.samples {
      if filled + grid.inner > PlaneWorker.block {
        add(x, dy, filled, to: &sums)
        filled = 0
      }
      let start = grid.run(sample: sample, channel: channel)
      (x + filled).update(from: job.input + start, count: grid.inner)
      (dy + filled).update(from: job.gradOutput + start, count: grid.inner)
      filled += grid.inner
    }
    if filled > 0 { add(x, dy, filled, to: &sums) }
    return sums
  }

  /// Adds a run, in blocks of about equal length.
  private func add(
    _ x: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>,
    _ count: Int,
    to sums: inout ChannelSums
  ) {
    let blocks = (count + PlaneWorker.block - 1) / PlaneWorker.block
    let length = ((count + blocks - 1) / blocks + 31) & ~31
    var done = 0
    while done < count {
      let part = min(length, count - done)
      let block = kernels.gradientSums(x + done, dy + done, part)
      if block.status == 1 {
        sums.add(x + done, dy + done, count: part, range: block, bins: &bins)
      } else {
        sums.add(block, count: part)
      }
      done += part
    }
  }
}
