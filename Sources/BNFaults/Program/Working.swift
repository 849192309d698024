// SPDX-License-Identifier: MIT

internal import BNTensors

/// Arithmetic in a working precision: binary64 operations, each rounded to the format.
///
/// For +, −, ·, / and √ that gives the format's own operations exactly, because binary64 has more
/// than twice the digits (Figueroa 1995).
struct Working {
  let format: FloatFormat?

  /// Rounds the result of one operation.
  func callAsFunction(_ value: Double) -> Double {
    switch format {
    case nil: value
    case .some(.binary32): Double(Float(value))
    case .some(let format): format.double(fromBits: format.bits(rounding: value))
    }
  }

  /// Sums numbers in the given order and method.
  func sum(_ values: [Double], _ method: ArithmeticChoices.Summation) -> Double {
    switch method {
    case .serial: return values.reduce(0) { self($0 + $1) }
    case .kahan:
      var (total, lost) = (0.0, 0.0)
      for value in values {
        let corrected = self(value - lost)
        let next = self(total + corrected)
        lost = self(self(next - total) - corrected)
        total = next
      }
      return total.isFinite && !lost.isNaN ? total : values.reduce(0, +)
    case .pairwise: return pairwise(values[...])
    case .chunked:
      let parts = stride(from: 0, to: values.count, by: 8).map { start in
        values[start..<min(start + 8, values.count)].reduce(0) { self($0 + $1) }
      }
      return parts.reduce(0) { self($0 + $1) }
    }
  }

  private func pairwise(_ values: ArraySlice<Double>) -> Double {
    guard values.count > 2 else { return values.reduce(0) { self($0 + $1) } }
    let middle = values.startIndex + values.count / 2
    return self(pairwise(values[..<middle]) + pairwise(values[middle...]))
  }
}
