// SPDX-License-Identifier: MIT

package import BNTensors

/// A training forward on data that a rule makes, for cases too large for a golden file.
///
/// Element k of the input, in row-major order, comes from word k mod 4 of Philox4x32-10 at counter
/// ⌊k/4⌋ with the seed as key: with its upper 24 bits as the integer u,
/// ```
/// x = (u − 2^23)·2^-22·deviation + mean        deviation = 2^(c mod 5 − 2), mean = (c mod 9 − 4)/2
/// ```
/// for channel c, rounded once to float32, in the last addition. Likewise
/// γ = 3·(c mod 7 − 3)/8 and β = (c mod 5 − 2)/4; all of them exact. eps is 1e-5, momentum 0.1, the
/// running statistics begin at 0.5 and 0.75.
package struct Recipe: Equatable, Sendable {
  /// The dimensions: samples, channels, positions.
  package let shape: Shape
  /// The key of the generator.
  package let seed: UInt64

  /// eps and momentum of every recipe.
  package static let eps = 1e-5
  package static let momentum = 0.1

  /// Creates a recipe; nil for a shape without samples, channels or values.
  package init?(shape: Shape, seed: UInt64) {
    guard shape.rank >= 2, shape.count > 0 else { return nil }
    self.shape = shape
    self.seed = seed
  }

  /// The number N of samples.
  package var samples: Int { shape.dimensions[0] }
  /// The number C of channels.
  package var channels: Int { shape.dimensions[1] }
  /// The number of values of a channel in one sample.
  package var inner: Int { shape.channelStride }
  /// The number of values in one sample.
  package var sampleCount: Int { channels * inner }
  /// The size of the input in bytes.
  package var bytes: Int { 4 * shape.count }

  /// γ of every channel.
  package var weight: [Float] { (0..<channels).map { 0.375 * Float($0 % 7 - 3) } }
  /// β of every channel.
  package var bias: [Float] { (0..<channels).map { 0.25 * Float($0 % 5 - 2) } }
  /// The running statistics before the forward.
  package var runningMean: [Float] { Array(repeating: 0.5, count: channels) }
  package var runningVar: [Float] { Array(repeating: 0.75, count: channels) }

  /// Writes one sample of the input.
  package func fill(_ x: UnsafeMutablePointer<Float>, sample: Int) {
    let generator = Philox4x32(key: seed)
    var words = SIMD4<UInt32>()
    var block = UInt64.max
    let first = UInt64(sample) * UInt64(sampleCount)
    for channel in 0..<channels {
      let deviation = Float(sign: .plus, exponent: channel % 5 - 2 - 22, significand: 1)
      let mean = 0.5 * Float(channel % 9 - 4)
      let run = channel * inner
      for index in run..<(run + inner) {
        let element = first &+ UInt64(index)
        if element >> 2 != block {
          block = element >> 2
          words = generator.words(at: block)
        }
        let integer = Int32(words[Int(element & 3)] >> 8) &- 1 << 23
        x[index] = Float(integer) * deviation + mean
      }
    }
  }
}
