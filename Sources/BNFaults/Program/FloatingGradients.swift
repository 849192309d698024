// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

/// First-order gradients of a floating pass, made as the choices say (R33–R35).
struct FloatingGradients {
  let pass: FloatingPass
  let choices: Choices
  /// eps as the forward found it.
  let eps: Double
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
    } else if !backward.ignoresEps, !backward.usesVarianceAsScale, !backward.unbiasedScale,
      backward.epsPlace == nil
    {
      guard pass.usesBatch else { return (mean, pass.inverses[group]) }
      let type = backward.savesInInputType ? pass.input.elementType.format : nil
      let saved = Working(format: type ?? backward.savedFormat)
      return (saved(mean), saved(pass.inverses[group]))
    }
    let n = Double(pass.groups[group].count)
    if backward.unbiasedScale, pass.usesBatch { variance *= n / (n - 1) }
    let eps = backward.ignoresEps ? 0 : self.eps
    if let place = backward.epsPlace {
      let normalization = Normalization(
        choices: choices,
        eps: eps,
        isEvaluation: !pass.usesBatch,
        inputFormat: nil
      )
      return (mean, normalization.inverse(variance, eps, place))
    }
    let inverse = 1 / (variance + eps).squareRoot()
    return (mean, backward.usesVarianceAsScale ? inverse * inverse : inverse)
  }

  /// What the sums of a mean in grad_input are divided by.
  private func divisor(_ n: Double, of mean: BackwardChoices.Means) -> Double {
    guard backward.divisorOf == .both || backward.divisorOf == mean else { return n }
    let shape = pass.input.shape
    switch backward.divisor {
    case .n: return n
    case .nMinusOne: return n - 1
    case .samples: return Double(shape.dimensions[0])
    case .positions: return Double(shape.channelStride)
    case .elements: return Double(shape.count)
    case .one: return 1
    }
  }

  /// What the choices put in the place of x̂, times the deviation, of an element.
  private func normalized(
    _ kind: BackwardChoices.Normalized,
    _ offset: Int,
    _ centred: Double,
    _ inverse: Double
  ) -> Double {
    switch kind {
    case .xHat: centred
    case .output: pass.output.double(at: offset) / inverse
    case .input: pass.input.double(at: offset)
    case .centred: centred / inverse
    }
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
      !choices.layout.parametersOfChannel,
      pass.usesBatch || !backward.evaluationIgnoresWeight
    else { return 1 }
    let value = weight[backward.weightOfFirstChannel ? 0 : group % weight.count]
    if backward.squaresWeight { return value * value }
    return backward.absoluteWeight ? abs(value) : value
  }

  /// The gradients by name, whether wanted or not.
  func all(_ gradOutput: Tensor) -> (input: [Double], weight: [Double], bias: [Double]) {
    let dy = weighted(gradOutput.doubles.map(backward.read))
    let x = pass.input.doubles
    var input = [Double](repeating: 0, count: x.count)
    var weights: [Double] = []
    var biases: [Double] = []
    let samples = Double(pass.input.shape.dimensions[0])
    for (group, offsets) in pass.groups.enumerated() {
      let (mean, inverse) = statistics(group)
      let seed = choices.arithmetic.seed
      let order = BatchStatistics.permuted(offsets.map(Double.init), seed: seed).map { Int($0) }
      let sampled =
        backward.sumsSamplesOnly
        ? Array(order.prefix(pass.input.shape.dimensions[0])) : complete(order)
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
      let (g, p) = sums(backward.parametersOfLastSample ? lastSample(of: order) : sampled)
      weights.append(weightGradient(g, p, sampled, x, dy, mean, inverse, gamma, n))
      biases.append(biasGradient(g, gamma, backward.averagesOverSamples ? samples : n))
      let scales = inputScales(group, inverse, n)
      let parts = summedApart(offsets)
      for part in parts {
        let isWhole = parts.count == 1 && !backward.parametersOfLastSample
        let (g, p) = isWhole ? (g, p) : sums(parts.count > 1 ? part : sampled)
        let (sum, element) = (backward.projection.sum, backward.projection.element)
        let q =
          sum == .xHat
          ? p
          : part.reduce(0) { $0 + dy[$1] * normalized(sum, $1, c($1), inverse) }
        let count = Double(part.count)
        let mean = round(q / divisor(count, of: .projection))
        let slope = round(mean * round(scales.inside * scales.inside))
        for offset in part {
          input[offset] = inputGradient(
            dy[offset],
            meanTerm: round(g / divisor(count, of: .plain)),
            projection: round(normalized(element, offset, c(offset), inverse) * slope),
            gamma: gamma,
            scale: scales.outside,
            n: n
          )
        }
      }
    }
    if choices.layout.parametersOfChannel {
      (weights, biases) = gradientsOfChannels(gradOutput.doubles)
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

  /// grad_output times the weight of its channel, where groups of elements are not the channels.
  private func weighted(_ dy: [Double]) -> [Double] {
    guard choices.layout.parametersOfChannel, let weight = pass.weight, !weight.isEmpty else {
      return dy
    }
    let shape = pass.input.shape
    return dy.indices.map { dy[$0] * weight[shape.channel(ofOffset: $0) % weight.count] }
  }

  /// The gradients of the parameters by channel, whatever the groups are.
  private func gradientsOfChannels(_ dy: [Double]) -> (weight: [Double], bias: [Double]) {
    let shape = pass.input.shape
    var weight = [Double](repeating: 0, count: shape.channels ?? 0)
    var bias = weight
    for (group, offsets) in pass.groups.enumerated() {
      let (mean, inverse) = statistics(group)
      for offset in offsets {
        let channel = shape.channel(ofOffset: offset)
        weight[channel] += dy[offset] * (pass.input.double(at: offset) - mean) * inverse
        bias[channel] += dy[offset]
      }
    }
    return (weight, bias)
  }

  /// The elements of a channel that sums are taken over.
  private func complete(_ offsets: [Int]) -> [Int] {
    guard choices.layout.incomplete != .statistics else { return offsets }
    return choices.layout.sampled(offsets, shape: pass.input.shape, mayBeEmpty: true)
  }

  private func lastSample(of offsets: [Int]) -> [Int] {
    let shape = pass.input.shape
    let size = shape.count / max(shape.dimensions[0], 1)
    return offsets.filter { $0 >= shape.count - size }
  }

  private func biasGradient(_ sum: Double, _ gamma: Double, _ count: Double) -> Double {
    if backward.biasGradientIsZero { return 0 }
    if backward.biasTimesWeight { return sum * gamma }
    return backward.averagesBias ? sum / count : sum
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
    if backward.evaluationWithoutScale, !pass.usesBatch { return (inverse, 1) }
    if backward.inputTakesVarianceForScale { return (inverse, variance) }
    guard backward.inputIsUnbiased, pass.usesBatch else { return (inverse, inverse) }
    let unbiased = 1 / (variance * n / (n - 1) + eps).squareRoot()
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
    if backward.averagesWeight {
      value /= backward.averagesOverSamples ? Double(pass.input.shape.dimensions[0]) : n
    }
    if backward.weightGradientTimesWeight { value *= gamma }
    return value * backward.weightFactor
  }
}

extension BackwardChoices {
  /// A value of grad_output as it is read; NaN stays.
  func read(_ value: Double) -> Double {
    if let readsFrom, abs(value) < readsFrom { return 0 }
    guard let readsTo, !value.isNaN else { return value }
    return min(max(value, -readsTo), readsTo)
  }
}
