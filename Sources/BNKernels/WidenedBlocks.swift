// SPDX-License-Identifier: MIT

internal import CBNKernels
internal import BNTensors

/// Takes the sums of the channels of 16-bit tensors, from blocks widened to float32, which is exact.
final class WidenedBlocks {
  private let x: UnsafePointer<UInt16>
  private let dy: UnsafePointer<UInt16>?
  private let grid: ChannelGrid
  private let format: FloatFormat
  private let kernels: FloatKernels
  private var bins = ExponentBins()
  private let widened = UnsafeMutablePointer<Float>.allocate(capacity: 2 * block)
  private static let block = ExactBlocks.block

  /// The values of a tensor, or the pairs of one and a gradient.
  init(
    _ x: UnsafePointer<UInt16>,
    _ grid: ChannelGrid,
    beside dy: UnsafePointer<UInt16>? = nil,
    type: ElementType,
    kernels: FloatKernels
  ) {
    self.x = x
    self.dy = dy
    self.grid = grid
    self.kernels = kernels
    format = type.reducedFormat
  }

  deinit { widened.deallocate() }

  /// Visits a channel in blocks of values and, of pairs, gradients.
  private func visit(
    _ channel: Int,
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>, Int) -> Void
  ) {
    let second = widened + Self.block
    var filled = 0
    for sample in 0..<grid.samples {
      let start = grid.run(sample: sample, channel: channel)
      var done = 0
      while done < grid.inner {
        let part = min(grid.inner - done, Self.block - filled)
        kernels.widen(x + start + done, widened + filled, part, format)
        if let dy { kernels.widen(dy + start + done, second + filled, part, format) }
        filled += part
        done += part
        if filled == Self.block {
          body(widened, second, filled)
          filled = 0
        }
      }
    }
    if filled > 0 { body(widened, second, filled) }
  }

  /// The exact Σx and Σx², or Σdy and Σx·dy, of a channel.
  func sums(of channel: Int) -> ChannelSums {
    var sums = ChannelSums()
    if dy != nil {
      visit(channel) { x, dy, count in
        add(kernels.gradientSums(x, dy, count), x, dy, count, to: &sums)
      }
      return sums
    }
    guard format == .bfloat16, grid.inner >= ChannelRuns.shortRun else {
      visit(channel) { x, _, count in add(kernels.sums(x, count), x, x, count, to: &sums) }
      return sums
    }
    for sample in 0..<grid.samples {
      let start = grid.run(sample: sample, channel: channel)
      for done in stride(from: 0, to: grid.inner, by: Self.block) {
        let part = min(grid.inner - done, Self.block)
        if let block = kernels.brainSums(x + start + done, part) {
          sums.add(block, count: part)
        } else {
          kernels.widen(x + start + done, widened, part, format)
          add(kernels.sums(widened, part), widened, widened, part, to: &sums)
        }
      }
    }
    return sums
  }

  private func add(
    _ block: bn_block_sums,
    _ x: UnsafePointer<Float>,
    _ other: UnsafePointer<Float>,
    _ count: Int,
    to sums: inout ChannelSums
  ) {
    if block.status == 1 {
      sums.add(x, other, count: count, range: block, bins: &bins)
    } else {
      sums.add(block, count: count)
    }
  }

  /// The plain Σdy and Σd·dy of a channel about a centre; `squares` bounds Σd².
  func plainPairs(_ channel: Int, centre: Float, squares: Double) -> BoundedSums {
    var plain = PlainSums(centre: centre)
    visit(channel) { x, dy, count in plain.add(x, dy, count, kernels) }
    return plain.pairs(squares: squares)
  }

  /// The largest magnitude pattern of the values of a channel; NaN counts as larger than infinity.
  func largest(_ channel: Int) -> UInt32 {
    var largest: UInt32 = 0
    visit(channel) { x, _, count in largest = max(largest, kernels.table.largest(x, count)) }
    return largest
  }
}
