// SPDX-License-Identifier: MIT

import Testing

/// Ways in which sound float32 code gets mean and biased variance.
enum FloatStatistics: String, CaseIterable, Sendable {
  case serial, reversed, welford, pairwise, chunked

  /// Mean and biased variance, all in float32.
  func callAsFunction(_ x: [Float]) -> (mean: Float, variance: Float) {
    switch self {
    case .serial: return Self.twoPass(x) { $0.reduce(0, +) }
    case .reversed: return Self.twoPass(x) { $0.reversed().reduce(0, +) }
    case .pairwise: return Self.twoPass(x, sum: Self.pairwiseSum)
    case .welford:
      let (mean, squares) = Self.welford(x[...])
      return (mean, squares / Float(x.count))
    case .chunked: return Self.chan(x)
    }
  }

  static func twoPass(
    _ x: [Float],
    sum: ([Float]) -> Float
  ) -> (mean: Float, variance: Float) {
    let n = Float(x.count)
    let mean = sum(x) / n
    return (mean, sum(x.map { ($0 - mean) * ($0 - mean) }) / n)
  }

  static func pairwiseSum(_ x: [Float]) -> Float {
    if x.count <= 2 { return x.reduce(0, +) }
    let middle = x.count / 2
    return pairwiseSum(Array(x[..<middle])) + pairwiseSum(Array(x[middle...]))
  }

  private static func welford(_ x: ArraySlice<Float>) -> (mean: Float, squares: Float) {
    var (mean, squares, count): (Float, Float, Float) = (0, 0, 0)
    for value in x {
      count += 1
      let delta = value - mean
      mean += delta / count
      squares += delta * (value - mean)
    }
    return (mean, squares)
  }

  /// Chunks of 8 by Welford, merged with Chan's formula, as GPU kernels do.
  private static func chan(_ x: [Float]) -> (mean: Float, variance: Float) {
    var (mean, squares, count): (Float, Float, Float) = (0, 0, 0)
    for start in stride(from: 0, to: x.count, by: 8) {
      let chunk = x[start..<min(start + 8, x.count)]
      let (other, otherSquares) = welford(chunk)
      let added = Float(chunk.count)
      let total = count + added
      let delta = other - mean
      mean += delta * (added / total)
      squares += otherSquares + delta * delta * count * added / total
      count = total
    }
    return (mean, squares / count)
  }
}

/// Ways in which sound float32 code applies the statistics.
enum FloatOutput: String, CaseIterable, Sendable {
  case centred, divided, folded, newtonRoot

  func callAsFunction(_ truth: Truth, _ mean: Float, _ variance: Float) -> [Float] {
    let eps = Float(truth.eps)
    let (gamma, beta) = (truth.gamma, truth.beta)
    switch self {
    case .centred:
      let scale = 1 / (variance + eps).squareRoot()
      return truth.x.map { ($0 - mean) * scale * gamma + beta }
    case .divided:
      let deviation = (variance + eps).squareRoot()
      return truth.x.map { gamma * ($0 - mean) / deviation + beta }
    case .folded:
      let alpha = 1 / (variance + eps).squareRoot() * gamma
      let shift = beta - mean * alpha
      return truth.x.map { $0 * alpha + shift }
    case .newtonRoot:
      let scale = Self.newtonRoot(variance + eps, steps: 2)
      return truth.x.map { ($0 - mean) * scale * gamma + beta }
    }
  }

  /// A 12-bit estimate of the reciprocal root, improved by Newton steps.
  static func newtonRoot(_ value: Float, steps: Int) -> Float {
    let exact = 1 / value.squareRoot()
    var root = Float(bitPattern: exact.bitPattern & 0xffff_f000)
    for _ in 0..<steps { root *= 1.5 - 0.5 * value * root * root }
    return root
  }
}
