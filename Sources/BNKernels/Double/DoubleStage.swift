// SPDX-License-Identifier: MIT

/// Brings the values of neighbouring channels side by side, block after block.
///
/// Long runs are visited where they lie, one channel at a time. Short ones, those of `(N, C)` and
/// channels-last tensors among them, are gathered for eight channels at once, so that every line of
/// the cache is read once.
final class DoubleStage {
  /// The longest block that is visited at once.
  static let block = 2048
  /// Runs shorter than this are gathered.
  private static let shortRun = 256
  /// How many values of each of eight channels are gathered.
  private static let staged = 512

  private let grid: ChannelGrid
  /// How many channels are visited together.
  let width: Int
  /// Whether values are gathered.
  var isStaged: Bool { width > 1 }
  private let samplesPerBlock: Int

  init(_ grid: ChannelGrid) {
    self.grid = grid
    width = grid.inner < Self.shortRun ? 8 : 1
    samplesPerBlock = max(1, Self.staged / max(grid.inner, 1))
  }

  /// How many groups of channels there are.
  var groups: Int { (grid.channels + width - 1) / width }

  /// The channels of a group.
  func channels(_ group: Int) -> Range<Int> {
    (group * width)..<min((group + 1) * width, grid.channels)
  }

  /// How far apart the gathered values of two channels lie.
  ///
  /// A power of two would put them all in the same few sets of the nearest cache.
  var laneStride: Int { samplesPerBlock * grid.inner + 8 }

  /// Room for the gathered values of one tensor.
  func makeRoom() -> UnsafeMutablePointer<Double> {
    .allocate(capacity: isStaged ? width * laneStride : 1)
  }

  /// The blocks of a group, each a range of samples and a part of their runs, last one first.
  func blocks() -> [Block] {
    var blocks: [Block] = []
    if isStaged {
      for start in stride(from: 0, to: grid.samples, by: samplesPerBlock) {
        let samples = start..<min(start + samplesPerBlock, grid.samples)
        blocks.append(Block(samples: samples, part: 0..<grid.inner))
      }
      return blocks
    }
    let parts = (grid.inner + Self.block - 1) / Self.block
    for sample in 0..<grid.samples {
      for part in 0..<parts {
        let ends = (grid.inner * part / parts)..<(grid.inner * (part + 1) / parts)
        blocks.append(Block(samples: sample..<(sample + 1), part: ends))
      }
    }
    return blocks
  }

  /// A part of the values of a group of channels.
  struct Block {
    let samples: Range<Int>
    let part: Range<Int>

    /// How many values of each channel it has.
    var count: Int { samples.count * part.count }
  }

  /// The values of each channel of a group in a block, ``laneStride`` apart, gathered into `room` if need be.
  func values(
    _ tensor: UnsafePointer<Double>,
    _ block: Block,
    _ group: Int,
    _ room: UnsafeMutablePointer<Double>
  ) -> UnsafePointer<Double> {
    let channels = channels(group)
    guard isStaged else {
      return tensor + grid.run(sample: block.samples.lowerBound, channel: channels.lowerBound)
        + block.part.lowerBound
    }
    let stride = laneStride
    if grid.inner == 1 {
      gatherColumns(tensor + channels.lowerBound, block.samples, channels.count, room)
    } else {
      for (row, sample) in block.samples.enumerated() {
        for (lane, channel) in channels.enumerated() {
          let start = grid.run(sample: sample, channel: channel)
          (room + lane * stride + row * grid.inner).update(from: tensor + start, count: grid.inner)
        }
      }
    }
    return UnsafePointer(room)
  }

  /// Puts the results of a block where they belong.
  func put(
    _ room: UnsafePointer<Double>,
    _ block: Block,
    _ group: Int,
    _ tensor: UnsafeMutablePointer<Double>
  ) {
    let (channels, stride) = (channels(group), laneStride)
    guard grid.inner > 1 else {
      for row in 0..<block.samples.count {
        let sample = block.samples.lowerBound + row
        let target = tensor + sample * grid.channels + channels.lowerBound
        if channels.count == 8 {
          for lane in 0..<8 { target[lane] = room[lane * stride + row] }
        } else {
          for lane in 0..<channels.count { target[lane] = room[lane * stride + row] }
        }
      }
      return
    }
    for (row, sample) in block.samples.enumerated() {
      for (lane, channel) in channels.enumerated() {
        let start = grid.run(sample: sample, channel: channel)
        (tensor + start).update(from: room + lane * stride + row * grid.inner, count: grid.inner)
      }
    }
  }

  private func gatherColumns(
    _ tensor: UnsafePointer<Double>,
    _ samples: Range<Int>,
    _ lanes: Int,
    _ room: UnsafeMutablePointer<Double>
  ) {
    let stride = laneStride
    for row in 0..<samples.count {
      let source = tensor + (samples.lowerBound + row) * grid.channels
      if lanes == 8 {
        for lane in 0..<8 { room[lane * stride + row] = source[lane] }
      } else {
        for lane in 0..<lanes { room[lane * stride + row] = source[lane] }
      }
    }
  }
}
