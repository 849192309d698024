// SPDX-License-Identifier: MIT

package import BNTensors

/// The values of a tensor, one channel after the other (R20).
///
/// Within a channel the values keep their row-major order.
package struct ChannelMajor: Equatable, Sendable {
  /// The number of channels.
  package let channels: Int
  /// The number n of values per channel.
  package let valuesPerChannel: Int
  /// The values; channel c begins at c·n.
  package var values: [Double]
  private let channelStride: Int

  /// Gathers the values of a tensor of rank 2 or more; nil for lower ranks.
  package init?(_ tensor: Tensor) {
    guard let channels = tensor.shape.channels else { return nil }
    self.channels = channels
    valuesPerChannel = tensor.shape.valuesPerChannel
    channelStride = tensor.shape.channelStride
    values = [Double](repeating: 0, count: tensor.count)
    for offset in 0..<tensor.count {
      values[position(ofOffset: offset)] = tensor.double(at: offset)
    }
  }

  private init(like other: ChannelMajor, values: [Double]) {
    channels = other.channels
    valuesPerChannel = other.valuesPerChannel
    channelStride = other.channelStride
    self.values = values
  }

  /// The values of one channel.
  package subscript(channel: Int) -> ArraySlice<Double> {
    values[channel * valuesPerChannel..<(channel + 1) * valuesPerChannel]
  }

  /// New values of the same arrangement: the body maps each channel's values to as many new ones.
  func mapChannels(_ body: (Int, ArraySlice<Double>) -> [Double]) -> ChannelMajor {
    var result: [Double] = []
    result.reserveCapacity(values.count)
    for channel in 0..<channels where valuesPerChannel > 0 {
      result += body(channel, self[channel])
    }
    return ChannelMajor(like: self, values: result)
  }

  /// The values in row-major order.
  var rowMajor: [Double] { values.indices.map { values[position(ofOffset: $0)] } }

  /// Where the element at a row-major offset stands: offset = (sample·C + channel)·stride + rest.
  private func position(ofOffset offset: Int) -> Int {
    let (row, rest) = offset.quotientAndRemainder(dividingBy: channelStride)
    let (sample, channel) = row.quotientAndRemainder(dividingBy: channels)
    return channel * valuesPerChannel + sample * channelStride + rest
  }
}
