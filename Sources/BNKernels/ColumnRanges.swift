// SPDX-License-Identifier: MIT

/// Channels in about equal ranges, each a multiple of 16 but the last.
///
/// Sixteen float32 fill a cache line, so that two threads never write to the same one.
struct ColumnRanges: Sendable {
  private let channels: Int
  private let width: Int

  /// Splits channels into at most `count` ranges.
  init(channels: Int, count: Int) {
    self.channels = channels
    width = max((channels / max(count, 1) + 15) & ~15, 16)
  }

  /// How many ranges there are.
  var count: Int { (channels + width - 1) / width }

  /// A range.
  subscript(index: Int) -> Range<Int> {
    (index * width)..<min((index + 1) * width, channels)
  }
}
