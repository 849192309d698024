// SPDX-License-Identifier: MIT

package import BNTensors

extension Shape {
  /// The row-major offsets of the elements of a channel: dimension 1 for every rank (R20).
  package func offsets(ofChannel channel: Int) -> [Int] {
    guard rank >= 2 else { return [] }
    let stride = channelStride
    let sample = dimensions[1] * stride
    return (0..<dimensions[0]).flatMap { n in
      let start = n * sample + channel * stride
      return start..<(start + stride)
    }
  }
}
