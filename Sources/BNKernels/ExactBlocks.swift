// SPDX-License-Identifier: MIT

internal import CBNKernels

/// Takes the exact Σx and Σx², or Σdy and Σx·dy, of a float32 channel, block after block.
final class ExactBlocks {
  private let runs: ChannelRuns
  private let kernels: FloatKernels
  private let arePairs: Bool
  private var bins = ExponentBins()
  /// The longest block whose sums are taken at once.
  static let block = 2048

  /// The sums of a tensor.
  init(_ x: UnsafePointer<Float>, _ grid: ChannelGrid, _ kernels: FloatKernels) {
    runs = ChannelRuns(x, grid)
    self.kernels = kernels
    arePairs = false
  }

  /// The sums of a gradient and of its products with a tensor.
  init(
    _ x: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>,
    _ grid: ChannelGrid,
    _ kernels: FloatKernels
  ) {
    runs = ChannelRuns(x, grid, beside: dy)
    self.kernels = kernels
    arePairs = true
  }

  /// The sums of one channel, with the ends of x, or of dy.
  func sums(of channel: Int) -> ChannelSums {
    var sums = ChannelSums()
    runs.visit(channel) { x, other, count in add(x, other, count, to: &sums) }
    return sums
  }

  /// Adds a run, in blocks of about equal length.
  private func add(
    _ x: UnsafePointer<Float>,
    _ other: UnsafePointer<Float>,
    _ count: Int,
    to sums: inout ChannelSums
  ) {
    let blocks = (count + Self.block - 1) / Self.block
    let length = ((count + blocks - 1) / blocks + 31) & ~31
    var done = 0
    while done < count {
      let part = min(length, count - done)
      let block =
        arePairs ? kernels.gradientSums(x + done, other + done, part) : kernels.sums(x + done, part)
      if block.status == 1 {
        sums.add(x + done, other + done, count: part, range: block, bins: &bins)
      } else {
        sums.add(block, count: part)
      }
      done += part
    }
  }
}
