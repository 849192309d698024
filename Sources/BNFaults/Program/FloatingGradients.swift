// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

/// First-order gradients of a floating pass, made as the choices say (R33–R35).
struct FloatingGradients {
  let pass: FloatingPass
  let choices: Choices
  let configuration: LayerConfiguration
  /// The running statistics at the time of the backward, for implementations that look there.
  let state: LayerState

  private var round: Working { Working(format: choices.arithmetic.format) }
  private var backward: BackwardChoices { choices.backward }

  /// Whether the training formula is used.
  private var usesTrainingFormula: Bool {
    pass.usesBatch ? !backward.trainingUsesEvaluation : backward.evaluationUsesTraining
  }

  /// Mean and 1/√(variance + eps) of a group, as the backward sees them.
  func statistics(_ group: Int) -> (mean: Double, inverse: Double) {
    var mean = pass.means[group]
    var variance = pass.variances[group]
    let looksAtBuffers =
      pass.usesBatch ? backward.usesRunningStatistics : backward.evaluationUsesNewStatistics
    if looksAtBuffers, let means = state.runningMean?.doubles,
      let variances = state.runningVar?.doubles, group < means.count, group < variances.count
    {
      (mean, variance) = (means[group], variances[group])
    } else if !pass.usesBatch, backward.evaluationUsesBatch {
      let x = pass.input.doubles
      let batch = BatchStatistics(
        pass.groups[group].map { x[$0] },
        choices,
        count: pass.groups[group].count
      )
      (mean, variance) = (batch.mean, batch.variance)
    } else if backward.takesVarianceForScale {
      return (mean, variance)
    } else if !backward.ignoresEps, !backward.usesVarianceAsScale, !backward.unbiasedScale {
      guard pass.usesBatch else { return (mean, pass.inverses[group]) }
      let type = backward.savesInInputType ? pass.input.elementType.format : nil
      let saved = Working(format: type ?? backward.savedFormat)
      return (saved(mean), saved(pass.inverses[group]))
    }
    let n = Double(pass.groups[group].count)
    if backward.unbiasedScale, pass.usesBatch { variance *= n / (n - 1) }
    let eps = backward.ignoresEps ? 0 : configuration.eps
    let inverse = 1 / (variance + eps).squareRoot()
    return (mean, backward.usesVarianceAsScale ? inverse * inverse : inverse)
  }

  private func divisor(_ n: Double) -> Double {
    if backward.dividesBySamples { return Double(pass.input.shape.dimensions[0]) }
    return backward.dividesByNMinusOne ? n - 1 : n
  }

  private func gamma(_ group: Int) -> Double {
    if backward.readsWeightAsForward {
      let affine = choices.affine
      return affine.factors(
        weight: affine.parameter(pass.weight, group, isWeight: true),
        bias: affine.parameter(pass.bias, group, isWeight: false)
      ).gamma
    }
    guard let weight = pass.weight, !weight.isEmpty, !backward.ignoresWeight,
      pass.usesBatch || !backward.evaluationIgnoresWeight
    else { return 1 }
    let value = weight[backward.weightOfFirstChannel ? 0 : group % weight.count]
    return backward.absoluteWeight ? abs(value) : value
  }

  /// The gradients by name, whether wanted or not.
  func all(_ gradOutput: Tensor) -> (input: [Double], weight: [Double], bias: [Double]) {
    let dy = gradOutput.doubles.map(backward.read)
    let x = pass.input.doubles
    var input = [Double](repeating: 0, count: x.count)
    var weights: [Double] = []
    var biases: [Double] = []
    for (group, offsets) in pass.groups.enumerated() {
      let (mean, inverse) = statistics(group)
      let seed = choices.arithmetic.seed
      let order = BatchStatistics.permuted(offsets.map(Double.init), seed: seed).map { Int($0) }
      let sampled = backward.sampled(order, samples: pass.input.shape.dimensions[0])
      let n = Double(offsets.count)
      let method = choices.arithmetic.summation
      let gamma = gamma(group)
      let c = { (offset: Int) in
        guard backward.takesNormalizedFromOutput, pass.usesBatch else {
          return round(x[offset] - mean)
        }
        let beta = pass.bias.map { $0[group % $0.count] } ?? 0
        return (pass.output.double(at: offset) - beta) / gamma / inverse
      }
      let add = backward.sumFormat.map { Working(format: $0) } ?? round
      func sums(_ offsets: [Int]) -> (g: Double, p: Double) {
        (
          add.sum(offsets.map { dy[$0] }, method),
          add.sum(offsets.map { round(dy[$0] * c($0)) }, method)
        )
      }
      let (g, p) = sums(sampled)
      weights.append(weightGradient(g, p, sampled, x, dy, mean, inverse, gamma, n))
      biases.append(backward.biasGradientIsZero ? 0 : backward.averagesBias ? g / n : g)
      let scales = inputScales(group, inverse, n)
      let parts = summedApart(offsets)
      for part in parts {
        let (g, p) = parts.count > 1 ? sums(part) : (g, p)
        let divisor = divisor(Double(part.count))
        let slope = round(round(p / divisor) * round(scales.inside * scales.inside))
        for offset in part {
          input[offset] = inputGradient(
            dy[offset],
            meanTerm: round(g / divisor),
            projection: round(c(offset) * slope),
            gamma: gamma,
            scale: scales.outside,
            n: n
          )
        }
      }
    }
    let channels = pass.input.shape.channels ?? 0
    let layout = choices.layout
    if let limit = layout.writtenLimit {
      for offset in pass.groups.flatMap({ $0.dropFirst(limit) }) { input[offset] = 0 }
    }
    return (
      input, layout.summed(weights, channels: channels), layout.summed(biases, channels: channels)
    )
  }

  /// The elements of a channel whose sums grad_input sees together.
  private func summedApart(_ offsets: [Int]) -> [[Int]] {
    let samples = pass.input.shape.dimensions[0]
    guard backward.sumsOverHalves, samples > 1 else { return [offsets] }
    let middle = offsets.count / samples * (samples / 2)
    return [Array(offsets[..<middle]), Array(offsets[middle...])]
  }

  /// One element of grad_input.
  private func inputGradient(
    _ dy: Double,
    meanTerm: Double,
    projection: Double,
    gamma: Double,
    scale: Double,
    n: Double
  ) -> Double {
    var value = dy
    if usesTrainingFormula {
      if !backward.dropsMeanTerm {
        value = backward.addsMeanTerm ? value + meanTerm : round(value - meanTerm)
      }
      if !backward.dropsProjection {
        let term = backward.halvesProjection ? projection / 2 : projection
        value = backward.addsProjection ? value + term : round(value - term)
      }
    }
    if backward.inputTermWithoutWeight {
      value = round(round(dy + round(gamma * (value - dy))) * scale)
    } else {
      value = round(value * (backward.inputWithoutScale ? gamma : round(gamma * scale)))
    }
    switch backward.inputFactor {
    case .one: break
    case .n: value *= n
    case .oneOverN: value /= n
    }
    if backward.negates { value = -value }
    return backward.zeroWeightGivesNaN && gamma == 0 ? .nan : value
  }

  /// 1/√(variance + eps) as grad_input sees it inside its brackets, and before them.
  private func inputScales(
    _ group: Int,
    _ inverse: Double,
    _ n: Double
  ) -> (inside: Double, outside: Double) {
    let variance = pass.variances[group]
    if backward.inputTakesVarianceForScale { return (inverse, variance) }
    guard backward.inputIsUnbiased, pass.usesBatch else { return (inverse, inverse) }
    let unbiased = 1 / (variance * n / (n - 1) + configuration.eps).squareRoot()
    return (unbiased, unbiased)
  }

  private func weightGradient(
    _ g: Double,
    _ p: Double,
    _ offsets: [Int],
    _ x: [Double],
    _ dy: [Double],
    _ mean: Double,
    _ inverse: Double,
    _ gamma: Double,
    _ n: Double
  ) -> Double {
    var value = round(p * inverse)
    if backward.weightWithoutScale { value = p }
    if backward.weightWithRawInput { value = offsets.map { dy[$0] * x[$0] }.reduce(0, +) * inverse }
    if backward.weightIsRawProduct { value = offsets.map { dy[$0] * x[$0] }.reduce(0, +) }
    if backward.weightWithOutput {
      let y = pass.output.doubles
      value = offsets.map { dy[$0] * y[$0] }.reduce(0, +)
    }
    if backward.averagesWeight { value /= n }
    if backward.weightGradientTimesWeight { value *= gamma }
    return value * backward.weightFactor
  }
}

extension BackwardChoices {
  /// The elements of a channel, in the order of summation, whose gradients are added up.
  func sampled(_ order: [Int], samples: Int) -> [Int] {
    if sumsSamplesOnly { return Array(order.prefix(samples)) }
    guard let block = droppedRemainder, order.count > block else { return order }
    return Array(order.prefix(order.count / block * block))
  }

  /// A value of grad_output as it is read; NaN stays.
  func read(_ value: Double) -> Double {
    if let readsFrom, abs(value) < readsFrom { return 0 }
    guard let readsTo, !value.isNaN else { return value }
    return min(max(value, -readsTo), readsTo)
  }
}
