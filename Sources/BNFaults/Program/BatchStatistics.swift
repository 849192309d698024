// SPDX-License-Identifier: MIT

internal import BNTensors

/// Mean and biased variance of one channel, found as the choices say.
struct BatchStatistics {
  var mean: Double
  var variance: Double
  let count: Int

  init(_ raw: [Double], _ choices: Choices, count: Int) {
    self.count = count
    let arithmetic = choices.arithmetic
    let statistics = choices.statistics
    var values = Self.permuted(raw, seed: arithmetic.seed)
    if statistics.skipsNotANumber { values = values.filter { !$0.isNaN } }
    if statistics.firstHalfOnly { values = Array(values.prefix(max(values.count / 2, 1))) }
    if let lanes = statistics.overlappingVector, values.count > lanes {
      values += values[(values.count - lanes)..<(values.count / lanes * lanes)]
    }
    if statistics.skipsLastValue, values.count > 1 { values.removeLast() }
    if statistics.skipsFirstValue, values.count > 1 { values.removeFirst() }
    if statistics.includesOneZero { values.append(0) }
    let round = Working(format: arithmetic.format)
    let sumRound = Working(format: arithmetic.sumFormat ?? arithmetic.format)
    if statistics.padding?.effect == .repeatsLast, let last = values.last {
      let lanes = statistics.padding?.to.zeros(behind: values.count) ?? 0
      values += Array(repeating: last, count: lanes)
    }
    let n = Double(statistics.dividesByAll ? count : values.count)
    let padding = statistics.padding.map { $0.to.zeros(behind: values.count) } ?? 0
    let padded = statistics.padding?.effect == .squares ? n : n + Double(padding)
    var m: Double
    var v: Double
    switch arithmetic.variance {
    case .twoPass:
      let divisor = statistics.meanOverNMinusOne ? n - 1 : padded
      m = round(sumRound.sum(values, arithmetic.summation) / divisor)
      m = Working(format: arithmetic.centreFormat)(m)
      let zeros = statistics.padding?.effect == .divisors ? 0 : padding
      let squares = (values + Array(repeating: 0, count: zeros)).map { value in
        let d = round(value - m)
        return sumRound(d * d)
      }
      v = round(sumRound.sum(squares, arithmetic.summation) / padded)
    case .welford:
      (m, v) = (0, 0)
      for (k, value) in values.enumerated() {
        let d = round(value - m)
        m = round(m + round(d / Double(k + 1)))
        v = round(v + round(d * (statistics.squaresOldDeviation ? d : round(value - m))))
      }
      v = round(v / n)
    case .onePass, .onePassClamped:
      m = round(sumRound.sum(values, arithmetic.summation) / n)
      let squares = values.map { sumRound($0 * $0) }
      v = round(round(sumRound.sum(squares, arithmetic.summation) / n) - round(m * m))
      if arithmetic.variance == .onePassClamped { v = v < 0 ? 0 : v }
    }
    if statistics.usesMeanAbsoluteDeviation {
      let a = values.map { abs($0 - m) }.reduce(0, +) / n
      v = a * a
    }
    if statistics.takesAbsoluteDeviationForVariance {
      v = values.map { abs($0 - m) }.reduce(0, +) / n
    }
    if statistics.usesMeanSquare { v = values.map { $0 * $0 }.reduce(0, +) / n }
    if statistics.usesMedianOfExtremes, let low = values.min(), let high = values.max() {
      m = (low + high) / 2
    }
    if statistics.centresOnFirstValue, let first = values.first {
      v = values.map { ($0 - first) * ($0 - first) }.reduce(0, +) / n
    }
    if let limit = statistics.clampsDeviation { v = min(v, limit * limit) }
    switch statistics.divisor {
    case .n: break
    case .nMinusOne: v = v * n / (n - 1)
    case .nPlusOne: v = v * n / (n + 1)
    case .one: v *= n
    }
    mean = m
    variance = v
    if let format = arithmetic.meanFormat {
      let kept = Working(format: format)
      (mean, variance) = (kept(mean), kept(variance))
    }
  }

  /// The values in another order; seed 0 keeps the order (any order of a sum is legal).
  static func permuted(_ values: [Double], seed: UInt64) -> [Double] {
    guard seed != 0 else { return values }
    var order = values
    var state = seed
    for k in stride(from: order.count - 1, to: 0, by: -1) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      order.swapAt(k, Int(state >> 33) % (k + 1))
    }
    return order
  }
}

extension StatisticsChoices.Padding {
  /// The number of zeros behind so many values.
  func zeros(behind count: Int) -> Int {
    switch self {
    case .multiple(let size): return (size - count % size) % size
    case .powerOfTwo:
      var size = 1
      while size < count { size *= 2 }
      return size - count
    }
  }
}
