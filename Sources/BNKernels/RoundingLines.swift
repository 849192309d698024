// SPDX-License-Identifier: MIT

internal import CBNKernels

/// The line of a channel for x of a range, in the forms that the kernels take.
struct RoundingLines {
  /// In binary64.
  let line: bn_line
  /// In pairs of float32, where they serve.
  let pair: bn_float_line?

  /// The lines for x between two ends.
  init(_ constants: ChannelLine, minimum: Float, maximum: Float) {
    line = constants.line(minimum: minimum, maximum: maximum)
    pair = constants.floatLine(
      largest: Double(max(minimum.magnitude, maximum.magnitude)),
      reach: constants.reach(Double(minimum), Double(maximum))
    )
  }

  /// The lines for x up to a magnitude.
  init(_ constants: ChannelLine, largest: Float) {
    self.init(constants, minimum: -largest, maximum: largest)
  }
}
