// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNTensors
internal import BNVerdicts
internal import BatchNorm

extension ForwardSigns {
  struct Line {
    let scale: Double
    let shift: Double
  }

  /// y = scale·x + shift of a channel, if its elements lie on a line.
  func line(_ output: ChannelMajor, _ channel: Int) -> Line? {
    guard let (low, high) = forward.extremes(channel) else { return nil }
    let (x, y) = (forward.input[channel], output[channel])
    // Slices keep the indices of the whole; so do the extremes.
    let offset = y.startIndex - x.startIndex
    let scale = (y[high + offset] - y[low + offset]) / (x[high] - x[low])
    let shift = y[low + offset] - scale * x[low]
    let size = x.reduce(0) { max($0, $1.magnitude) }
    let tolerance = 32 * forward.unit * ((scale * size).magnitude + shift.magnitude)
    let isLine = x.indices.allSatisfy {
      (scale * x[$0] + shift - y[$0 + offset]).magnitude <= tolerance
    }
    return isLine && scale.isFinite ? Line(scale: scale, shift: shift) : nil
  }

  /// What the constants of an evaluation are.
  func ofScale(_ lines: [Line], _ constants: [Constants]) -> [String] {
    func near(_ a: Double, _ b: Double, _ size: Double) -> Bool {
      (a - b).magnitude <= 256 * forward.unit * size
    }
    let eps = forward.configuration.eps
    let scales = constants.map { $0.weight * $0.inverse }
    let sizes = zip(constants, scales).map { $0.bias.magnitude + ($0.mean * $1).magnitude }
    let isScaleRight = zip(lines, scales).allSatisfy { near($0.scale, $1, $1.magnitude) }
    // At the mean the output is the bias, whatever the scale is.
    let isFixed = lines.indices.allSatisfy { k in
      near(lines[k].scale * constants[k].mean + lines[k].shift, constants[k].bias, sizes[k])
    }
    let isShiftRight = lines.indices.allSatisfy { k in
      near(lines[k].shift, constants[k].bias - constants[k].mean * scales[k], sizes[k])
    }
    var found: [String] = []
    if isScaleRight, !isShiftRight { found.append("has the right scale, and a wrong shift") }
    if !isScaleRight, isShiftRight {
      found.append("is scale·x + shift with a wrong scale, and the right shift")
    } else if !isScaleRight, isFixed {
      found.append("is the bias where the input is the mean: only the scale is wrong")
    }
    if !isScaleRight {
      let usable = lines.indices.filter { constants[$0].weight != 0 && lines[$0].scale != 0 }
      found += constant(
        usable.map { k in
          let (used, right) = (constants[k].weight / lines[k].scale, 1 / constants[k].inverse)
          return (k, used * used - eps, right * right - eps)
        }
      )
    }
    let weights = constants.map(\.weight)
    found += precision(lines.map(\.scale), scales, beside: weights, "scale")
    if let most = lines.map(\.scale.magnitude).max(), lines.count > 2, !isScaleRight {
      let steps = lines.map { $0.scale / most * 127 }
      if steps.allSatisfy({ ($0 - $0.rounded()).magnitude < 1e-3 * 127 / 16 }) {
        found.append("its scale is a whole multiple of its largest one over 127")
      }
    }
    return found
  }

  /// That numbers have few bits where those specified have more.
  ///
  /// Numbers of a few bits, and those that were given, say nothing.
  private func precision(
    _ numbers: [Double],
    _ specified: [Double],
    beside given: [Double],
    _ name: String
  ) -> [String] {
    let formats: [(String, FloatFormat)] = [("8", .bfloat16), ("11", .binary16)]
    func isNear(_ a: Double, _ b: Double) -> Bool {
      (a - b).magnitude <= 128 * forward.unit * b.magnitude
    }
    func has(_ number: Double, _ format: FloatFormat) -> Bool {
      isNear(format.double(fromBits: format.bits(rounding: number)), number)
    }
    let short = FloatFormat(precision: 5, exponentBits: 8)
    let telling = numbers.indices.filter { k in
      !has(numbers[k], short) && !given.contains { isNear($0.magnitude, numbers[k].magnitude) }
    }
    guard forward.unit < 1e-6, telling.count > 1, 2 * telling.count >= numbers.count else {
      return []
    }
    for (bits, format) in formats {
      let isSpecified = telling.contains { has(specified[$0], format) }
      if !isSpecified, numbers.allSatisfy({ has($0, format) }) {
        return ["its \(name) has \(bits) bits"]
      }
    }
    return []
  }
}
