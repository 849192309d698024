// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

/// Second-order gradients of a floating pass, made as the choices say (R39, R40).
struct FloatingSecondOrder {
  let pass: FloatingPass
  let choices: Choices
  let first: FloatingGradients
  let gradOutput: Tensor
  let incoming: SecondOrderInput

  private var round: Working { Working(format: choices.arithmetic.format) }
  private var second: SecondOrderChoices { choices.secondOrder }

  /// The derivatives with respect to grad_output, weight and x.
  func all() -> (gradOutput: [Double], weight: [Double], input: [Double]) {
    let count = pass.input.count
    var byOutput = [Double](repeating: 0, count: count)
    var byInput = byOutput
    var byWeight: [Double] = []
    for group in pass.groups.indices {
      let terms = channel(group)
      byWeight.append(terms.weight)
      for (k, offset) in pass.groups[group].enumerated() {
        byOutput[offset] = terms.output[k]
        byInput[offset] =
          second.negatesInput ? -terms.input[k] : second.inputIsZero ? 0 : terms.input[k]
      }
    }
    let weight = choices.layout.summed(byWeight, channels: pass.input.shape.channels ?? 0)
    return (byOutput, weight, byInput)
  }

  private func channel(_ group: Int) -> (output: [Double], weight: Double, input: [Double]) {
    let offsets = pass.groups[group]
    let (mean, i) = first.statistics(group)
    let n = Double(offsets.count)
    let method = choices.arithmetic.summation
    func sum(_ values: [Double]) -> Double { round.sum(values, method) }
    let c = offsets.map { round(pass.input.double(at: $0) - mean) }
    let g = offsets.map(gradOutput.double(at:))
    let p = offsets.map { incoming.gradGradInput?.double(at: $0) ?? 0 }
    func parameter(_ tensor: Tensor?) -> Double {
      guard let tensor, tensor.count > 0 else { return 0 }
      return tensor.double(at: group % tensor.count)
    }
    let q = second.dropsWeightTerm ? 0 : parameter(incoming.gradGradWeight)
    let dropsBias =
      second.dropsBiasTerm || (second.dropsBiasTermWithoutWeight && pass.weight == nil)
    let b = dropsBias ? 0 : parameter(incoming.gradGradBias)
    var gamma = 1.0
    if let weight = pass.weight, !weight.isEmpty, !second.ignoresWeight {
      gamma = weight[group % weight.count]
    }
    let inner = sum(zip(p, g).map { round($0 * $1) })
    let training =
      pass.usesBatch ? !second.trainingUsesEvaluation : second.evaluationUsesTraining
    if !training {
      let output = zip(p, c).map { p, c in
        round(round(round(p * gamma) + round(q * c)) * i) + b
      }
      return (output, round(inner * i), g.map { round(round(q * $0) * i) })
    }
    let meanP = sum(p) / n
    let meanG = sum(g) / n
    let u = sum(zip(p, c).map { round($0 * $1) })
    let w = sum(zip(g, c).map { round($0 * $1) })
    let i2 = round(i * i)
    let a = sum(zip(p, g).map { round(round($0 - meanP) * round($1 - meanG)) })
    let uw = round(round(u * w) / n * i2)
    var weight = round((second.weightAddsProjection ? a + uw : round(a - uw)) * i)
    if second.weightTimesWeight { weight *= gamma }
    var output: [Double] = []
    var input: [Double] = []
    for k in offsets.indices {
      let along = round(round(c[k] / n) * i2)
      var direct = second.dropsMeanOfP ? p[k] : round(p[k] - meanP)
      if !second.dropsProjectionOfP { direct = round(direct - round(along * u)) }
      output.append(round(round(round(gamma * direct) + round(q * c[k])) * i) + b)
      let pc = second.holdsMeanInVariance ? p[k] : round(p[k] - meanP)
      let gc = round(g[k] - meanG)
      var value = 0.0
      if !second.dropsFirstTerm { value = round(value - round(along * a)) }
      if !second.dropsCubeTerm {
        value = round(value + round((second.cubeFactorOne ? 1 : 3) * round(along * uw)))
      }
      if !second.dropsCrossP { value = round(value - round(round(pc * w) / n * i2)) }
      if !second.dropsCrossG { value = round(value - round(round(u * gc) / n * i2)) }
      var byWeight = second.dropsWeightMean ? g[k] : gc
      if !second.dropsWeightProjection { byWeight = round(byWeight - round(along * w)) }
      let whole = round(round(round(gamma * value) + round(q * byWeight)) * i)
      input.append(second.inputOverWeight ? whole / gamma : whole)
    }
    return (output, weight, input)
  }
}
