// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

extension FloatingLayer {
  /// Counts a batch (R8).
  mutating func count(_ input: Tensor, isTraining: Bool) {
    let counter = choices.counter
    guard let seen = state.numBatchesTracked, !counter.neverRises else { return }
    guard isTraining || counter.risesInEvaluation else { return }
    guard isTracking || counter.risesWhileFlagOff else { return }
    if counter.skipsEmptyBatches, input.count == 0 { return }
    if counter.risesWithoutMomentumOnly, configuration.momentum != nil { return }
    let step = counter.risesTwice ? 2 : counter.countsSamples ? Int64(input.shape.dimensions[0]) : 1
    var next = seen &+ step
    if counter.isFloat32 { next = Int64(exactly: Float(next)) ?? next }
    if counter.is32Bit { next = Int64(Int32(truncatingIfNeeded: next)) }
    if counter.isHalf { next = Int64(exactly: Double(Half(Double(next)))) ?? next }
    if let limit = counter.saturates { next = min(next, limit) }
    state.numBatchesTracked = next
  }

  /// The averaging factor a (R8, R27).
  private func factor(_ pass: FloatingPass, before: Int64) -> Double {
    let running = choices.running
    if var momentum = configuration.momentum {
      if running.zeroMomentumMeansNone, momentum == 0 {
        return cumulativeFactor(pass, before: before)
      }
      if running.zeroMomentumMeansTenth, momentum == 0 { momentum = 0.1 }
      if let value = running.ignoresMomentumValue { momentum = value }
      if running.clampsMomentum { momentum = min(max(momentum, 0), 1) }
      if running.movesWithMomentumSquared { momentum *= momentum }
      if let format = running.keptFactorFormat { return 1 - Working(format: format)(1 - momentum) }
      return Working(format: running.factorFormat)(momentum)
    }
    return cumulativeFactor(pass, before: before)
  }

  private func cumulativeFactor(_ pass: FloatingPass, before: Int64) -> Double {
    guard let count = state.numBatchesTracked else { return 0 }
    let k = Double(count)
    switch choices.running.cumulative {
    case .specified: return 1 / k
    case .fixedTenth: return 0.1
    case .zero: return 0
    case .one: return 1
    case .beforeIncrement: return before == 0 ? 1 : 1 / Double(before)
    case .plusOne: return 1 / (k + 1)
    case .bySize: return Double(pass.input.shape.dimensions[0]) / (k * 5)
    case .restarts: return 1 / max(k - Double(initial.numBatchesTracked ?? 0), 1)
    case .asInfinite: return 1 - 1 / k
    }
  }

  /// Moves the running statistics towards a batch's (R23).
  mutating func move(_ pass: FloatingPass, before: Int64) {
    guard let oldMean = state.runningMean, let oldVar = state.runningVar else { return }
    let running = choices.running
    if running.moved == .none { return }
    let a = factor(pass, before: before)
    if running.skipsZeroFactor, a == 0 { return }
    let round = Working(format: choices.arithmetic.format)
    var means = oldMean.doubles
    var variances = oldVar.doubles
    // Where all channels share one mean and variance, all store them.
    let isShared = choices.layout.parametersOfChannel && pass.means.count == 1
    for c in means.indices where (c < pass.means.count || isShared) && c < variances.count {
      let group = isShared ? 0 : c
      if running.firstChannelOnly, c > 0 { continue }
      if running.lastChannelStays, c == means.count - 1, means.count > 1 { continue }
      let n = Double(pass.groups[group].count)
      var newMean = pass.means[group]
      let biased = pass.usesBatch ? pass.variances[group] : variances[c]
      var newVar = stored(biased, n: n, pass: pass)
      if running.storesMeanSquare { newVar = biased + newMean * newMean }
      if running.besselOnMean { newMean *= n / (n - 1) }
      if running.storesSumAsMean { newMean *= n }
      if running.variancesFromRunningMean {
        let centre =
          running.centresOnNewMean ? mixed(means[c], newMean, a, round, start: 0) : means[c]
        let shift = newMean - centre
        // Whoever sums around another centre divides as for its own.
        newVar +=
          shift * shift
          * (running.centresOnNewMean && running.divisor == .nMinusOne ? n / (n - 1) : 1)
      }
      if running.replacesNotANumber, newMean.isNaN || newVar.isNaN { continue }
      let swapMean = running.swapsMomentum || running.swapsMomentumOfMean
      let swapVar = running.swapsMomentum || running.swapsMomentumOfVariance
      if running.moved != .varianceOnly {
        means[c] = mixed(means[c], newMean, swapMean ? 1 - a : a, round, start: 0)
      }
      if running.moved != .meanOnly {
        let start = running.startsFromZeroVariance && before == 0 ? 0 : variances[c]
        variances[c] = mixed(start, newVar, swapVar ? 1 - a : a, round, start: 1)
      }
      if running.copiesFirstBatch, before == 0 { (means[c], variances[c]) = (newMean, newVar) }
      let samples = pass.input.shape.dimensions[0]
      let again = running.movesTwice ? 1 : running.movesForEachSample ? samples - 1 : 0
      for _ in 0..<again {
        means[c] = mixed(means[c], newMean, a, round, start: 0)
        variances[c] = mixed(variances[c], newVar, a, round, start: 1)
      }
      if running.correctsAfterMixing { variances[c] *= n / (n - 1) }
      if running.zeroDebiases {
        let kept = (0...max(min(before, 40), 0)).reduce(1.0) { power, _ in power * (1 - a) }
        if kept < 1 {
          (means[c], variances[c]) = (means[c] / (1 - kept), variances[c] / (1 - kept))
        }
      }
    }
    let kept = Working(format: choices.running.storedFormat)
    state.runningMean = filled(means.map { kept($0) }, like: oldMean)
    state.runningVar = filled(variances.map { kept($0) }, like: oldVar)
  }

  private func stored(_ biased: Double, n: Double, pass: FloatingPass) -> Double {
    var v = biased
    let round = Working(format: choices.arithmetic.format)
    let samples = Double(pass.input.shape.dimensions[0])
    switch choices.running.divisor {
    case .nMinusOne: v = round(round(v * n) / (n - 1))
    case .n: break
    case .one: v *= n
    case .nMinusOneTwice: v *= n / (n - 1) * (n / (n - 1))
    case .samplesMinusOne: v = samples > 1 ? v * samples / (samples - 1) : v
    case .nPlusEps: v = v * n / (n - 1 + configuration.eps)
    case .elementsMinusOne:
      let every = Double(pass.input.count)
      v = v * every / (every - 1)
    }
    let isLate = choices.running.addsEpsBeforeCorrection
    if choices.running.addsEps {
      v += configuration.eps * (isLate ? v / max(biased, .leastNormalMagnitude) : 1)
    }
    if choices.running.storesDeviation { v = v.squareRoot() }
    if choices.running.storesInverse { v = 1 / (v + configuration.eps).squareRoot() }
    if choices.running.holdsReciprocal { v = 1 / v }
    return v
  }

  private func mixed(
    _ old: Double,
    _ new: Double,
    _ a: Double,
    _ round: Working,
    start: Double
  ) -> Double {
    let running = choices.running
    if running.ignoresOld { return a * new }
    if running.addsWithoutDecay { return old + a * new }
    if running.addsWholeNew { return (1 - a) * old + new }
    if choices.arithmetic.oldWeightMomentum {
      let kept = round(1 - round(a))
      return round(round(old * kept) + round(new * round(1 - kept)))
    }
    if choices.arithmetic.movesByDifference {
      return round(old + round(round(a) * round(new - old)))
    }
    return round(round(round(1 - a) * old) + round(round(a) * new))
  }

  /// Moves the statistics as if the batch's were zero.
  mutating func decay() {
    let kept = 1 - (configuration.momentum ?? 0.1)
    state.runningMean = state.runningMean.map { filled($0.doubles.map { $0 * kept }, like: $0) }
    state.runningVar = state.runningVar.map { filled($0.doubles.map { $0 * kept }, like: $0) }
  }

  /// Fills the statistics with NaN, as 0/0 of an empty batch does.
  mutating func poison() {
    state.runningMean = state.runningMean.map { filled($0.doubles.map { _ in .nan }, like: $0) }
    state.runningVar = state.runningVar.map { filled($0.doubles.map { _ in .nan }, like: $0) }
  }

  /// Makes an update that waited for a backward, or that the backward of a pass should not make.
  mutating func move(afterBackwardOf pass: FloatingPass) {
    let before = (state.numBatchesTracked ?? 1) - 1
    if let pass = pendingUpdate {
      pendingUpdate = nil
      move(pass, before: before)
    } else if isTracking, pass.usesBatch, choices.running.countsAgainInBackward {
      count(pass.input, isTraining: true)
      move(pass, before: before + 1)
    } else if isTracking, pass.usesBatch, choices.running.movesAgainInBackward {
      move(pass, before: before)
    } else if isTracking, !pass.usesBatch, choices.evaluation.backwardUpdates,
      pass.input.shape.valuesPerChannel > 1
    {
      move(withBatchStatistics(pass), before: before)
    }
  }

  /// A state dict as a load keeps it.
  private func rounded(_ loaded: LayerState) -> LayerState {
    guard let format = choices.machine.loadedFormat else { return loaded }
    func round(_ tensor: Tensor) -> Tensor {
      filled(tensor.doubles.map { Working(format: format)($0) }, like: tensor)
    }
    var result = loaded
    result.weight = loaded.weight.map(round)
    result.bias = loaded.bias.map(round)
    result.runningMean = loaded.runningMean.map(round)
    result.runningVar = loaded.runningVar.map(round)
    return result
  }

  /// Sets the statistics as a reset does (R4).
  mutating func resetRunningStats() {
    let machine = choices.machine
    guard tracks || machine.resetIgnoresFlag, !machine.resetDoesNothing else { return }
    func constant(_ tensor: Tensor?, _ value: Double) -> Tensor? {
      tensor.map { filled(Array(repeating: value, count: $0.count), like: $0) }
    }
    if !machine.resetKeepsMean { state.runningMean = constant(state.runningMean, 0) }
    state.runningVar = constant(state.runningVar, machine.resetSetsVarianceZero ? 0 : 1)
    if state.numBatchesTracked != nil, !machine.resetKeepsCounter { state.numBatchesTracked = 0 }
    if choices.evaluation.renewedBy.contains(.reset) { folded = nil }
    if machine.resetTouchesAffine {
      state.weight = constant(state.weight, 1)
      state.bias = constant(state.bias, 0)
    }
  }

  /// Loads a state dict (R5).
  mutating func load(_ loaded: LayerState, version: StateVersion) throws(ErrorKind) {
    let machine = choices.machine
    let loaded = rounded(loaded)
    if choices.evaluation.renewedBy.contains(.load) { folded = nil }
    var missing = false
    func take(_ own: inout Tensor?, _ new: Tensor?) {
      // A key that the layer has no place for is an error as well.
      if (own == nil) != (new == nil) { missing = true }
      if own != nil { own = new ?? own }
    }
    if machine.loadStopsAtMissing,
      loaded.weight == nil && state.weight != nil
        || loaded.bias == nil && state.bias != nil
        || loaded.runningMean == nil && state.runningMean != nil
        || loaded.runningVar == nil && state.runningVar != nil
        || loaded.numBatchesTracked == nil && state.numBatchesTracked != nil && version == .two
    {
      throw .missingStateKey
    }
    if !machine.loadIgnoresAffine {
      take(&state.weight, loaded.weight)
      take(&state.bias, loaded.bias)
    }
    if !machine.loadIgnoresStatistics {
      take(&state.runningMean, machine.loadSwapsStatistics ? loaded.runningVar : loaded.runningMean)
      take(&state.runningVar, machine.loadSwapsStatistics ? loaded.runningMean : loaded.runningVar)
    }
    if state.numBatchesTracked != nil {
      if let count = loaded.numBatchesTracked {
        if !machine.loadIgnoresCounter { state.numBatchesTracked = count }
      } else if version == .two || !tracks || machine.loadAlwaysNeedsCounter {
        missing = true
      } else if machine.loadResetsMissingCounter {
        state.numBatchesTracked = 0
      }
    }
    if machine.loadSubtractsEps, loaded.runningVar != nil, let own = state.runningVar {
      state.runningVar = filled(own.doubles.map { $0 - configuration.eps }, like: own)
    }
    if missing, !machine.loadIsLenient { throw .missingStateKey }
  }

  /// Sets the flag (R32).
  mutating func setTrackRunningStats(_ flag: Bool) {
    tracks = flag
    if flag, choices.machine.flagOnMakesBuffers, state.runningMean == nil {
      let c = configuration.numFeatures
      let type = configuration.parameterType
      state.runningMean = Tensor(vector: .init(type, rounding: Array(repeating: 0, count: c)))
      state.runningVar = Tensor(vector: .init(type, rounding: Array(repeating: 1, count: c)))
    }
    if !flag, choices.machine.flagOffDropsBuffers {
      (state.runningMean, state.runningVar) = (nil, nil)
    }
  }
}
