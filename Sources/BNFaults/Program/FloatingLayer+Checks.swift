// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

extension FloatingLayer {
  func checkRank(of input: Tensor) throws(ErrorKind) {
    let rank = input.shape.rank
    if choices.checks.acceptsAnyRank, rank >= 2 { return }
    if choices.checks.refusesRank3, rank == 3, configuration.kind == .oneDimensional {
      throw .rankMismatch
    }
    guard configuration.kind.accepts(rank: rank) else { throw .rankMismatch }
    if configuration.kind == .anyDimensional, input.shape.channels == 0,
      !choices.checks.acceptsNoChannels
    {
      throw .noChannels
    }
  }

  func check(_ input: Tensor, usesBatch: Bool, isTraining: Bool) throws(ErrorKind) {
    if choices.checks.epsBeforeCount { try checkEps(isTraining) }
    try checkCount(input, usesBatch: usesBatch, isTraining: isTraining)
    try checkEps(isTraining)
    if input.count == 0 {
      try checkEmpty(input)
    } else {
      try checkTensors(input, usesBatch, isTraining)
    }
  }

  private func checkEps(_ isTraining: Bool) throws(ErrorKind) {
    let checks = choices.checks
    if configuration.eps.isNaN, checks.refusesNotANumberEps { throw .nonpositiveEps }
    guard configuration.eps <= 0, !checks.acceptsZeroEps else { return }
    if !isTraining, checks.acceptsZeroEpsInEvaluation { return }
    throw .nonpositiveEps
  }

  private func checkCount(_ input: Tensor, usesBatch: Bool, isTraining: Bool) throws(ErrorKind) {
    let n = input.shape.valuesPerChannel
    if choices.checks.refusesOneSample, usesBatch, input.shape.dimensions[0] == 1 {
      throw .tooFewValues
    }
    if choices.checks.refusesTwoValues, usesBatch, n == 2 { throw .tooFewValues }
    if choices.evaluation.refusesOneValue, !isTraining, n == 1 { throw .tooFewValues }
    if usesBatch, n == 1, !choices.checks.acceptsOneValue { throw .tooFewValues }
  }

  private func checkEmpty(_ input: Tensor) throws(ErrorKind) {
    if let refusal = choices.checks.emptyRefusal { throw refusal }
    if input.shape.channels == 0, state.weight != nil || state.bias != nil,
      !choices.checks.acceptsNoChannels
    {
      throw .noChannels
    }
    if choices.checks.emptyAfterChannelChecks { try checkSizes(input.shape.channels ?? 0) }
  }

  private func checkSizes(_ channels: Int) throws(ErrorKind) {
    let statistics = tracks ? [state.runningMean, state.runningVar] : []
    let parameters = [state.weight, state.bias]
    if !choices.checks.acceptsWrongChannels,
      statistics.contains(where: { $0.map { $0.count != channels } ?? false })
    {
      throw .channelMismatch
    }
    if !choices.checks.acceptsWrongParameters,
      parameters.contains(where: { $0.map { $0.count != channels } ?? false })
    {
      throw .channelMismatch
    }
  }

  private func checkTensors(_ input: Tensor, _ usesBatch: Bool, _ isTraining: Bool)
    throws(ErrorKind)
  {
    let channels = input.shape.channels ?? 0
    let checks = choices.checks
    if checks.checksNumFeatures, channels != configuration.numFeatures { throw .channelMismatch }
    if checks.checksWeightShape, let weight = state.weight, weight.shape.rank != 1 {
      throw .channelMismatch
    }
    let handsDown = !isTraining || isTracking
    let mean = handsDown ? state.runningMean : nil
    let variance = handsDown ? state.runningVar : nil
    for statistic in [mean, variance] {
      if let statistic {
        if statistic.count != channels, !checks.acceptsWrongChannels { throw .channelMismatch }
      } else if !usesBatch, !checks.acceptsMissingStatistics,
        choices.evaluation.untrackedVariance == nil
      {
        throw .missingRunningStats
      }
    }
    if !checks.acceptsWrongParameters {
      for parameter in [state.weight, state.bias] {
        if let parameter, parameter.count != channels { throw .channelMismatch }
      }
    }
    if usesBatch, isTraining, (mean == nil) != (variance == nil), !checks.acceptsUnpaired {
      throw .unpairedRunningStats
    }
    try checkTypes(input, [state.weight, state.bias, mean, variance])
  }

  private func checkTypes(_ input: Tensor, _ tensors: [Tensor?]) throws(ErrorKind) {
    let type = input.elementType
    if type.format == nil {
      if choices.checks.acceptsIntegers { return }
      throw .unsupportedType
    }
    let others = tensors.compactMap { $0?.elementType }
    if others.allSatisfy({ $0 == type }) { return }
    if type.isReduced, others.allSatisfy({ $0 == .float32 }), !choices.checks.refusesReducedInput {
      return
    }
    if !choices.checks.acceptsMixedTypes { throw .mixedTypes }
  }
}
