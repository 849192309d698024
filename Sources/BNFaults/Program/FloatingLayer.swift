// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNGoldenCases
internal import BNTensors

/// A BatchNorm in floating point that makes its choices as it is told.
struct FloatingLayer {
  var configuration: LayerConfiguration
  let choices: Choices
  /// The tensors; a copy that shares them has the same.
  var state: LayerState {
    get { shared?.state ?? own }
    set {
      if let shared {
        shared.state = newValue
      } else {
        own = newValue
      }
    }
  }
  private var own: LayerState
  private let shared: SharedTensors?
  /// Whether backwards may follow.
  var isRecording = true
  var tracks: Bool
  var lastPass: FloatingPass?
  var lastTraining: FloatingPass?
  /// The batch whose statistics the next update takes, where updates are late.
  var latePass: FloatingPass?
  var pendingUpdate: FloatingPass?
  /// What evaluations read in place of the state, where they keep what they once found.
  var folded: LayerState?
  let initial: LayerState
  var passCount = 0
  /// Gradients by the number of the forward, or those of the parameters under 0.
  var accumulated: [Int: LayerGradients] = [:]

  init(configuration: LayerConfiguration, state: LayerState, choices: Choices) {
    self.configuration = configuration
    self.choices = choices
    own = state
    shared = choices.machine.copySharesTensors ? SharedTensors(state) : nil
    initial = state
    tracks = configuration.trackRunningStats
  }

  /// Whether the flag counts as on.
  var isTracking: Bool { choices.machine.flagIsIgnored ? true : tracks }

  /// A forward, with what its backward needs.
  mutating func pass(of input: Tensor, mode: ForwardMode) throws(ErrorKind) -> FloatingPass {
    let isTraining = mode == .training
    if choices.counter.risesBeforeRankCheck { count(input, isTraining: isTraining) }
    try checkRank(of: input)
    let before = state.numBatchesTracked
    if !choices.counter.risesBeforeRankCheck, !choices.counter.risesAfterChecks {
      count(input, isTraining: isTraining)
    }
    let usesBatch = usesBatchStatistics(isTraining)
    try check(input, usesBatch: usesBatch, isTraining: isTraining)
    if choices.counter.risesAfterChecks { count(input, isTraining: isTraining) }
    if input.count == 0 {
      if isTraining, choices.checks.emptyPoisonsStatistics { poison() }
      if isTraining, choices.checks.emptyDecaysStatistics { decay() }
      return emptyPass(input, usesBatch: usesBatch)
    }
    if isTraining, choices.evaluation.renewedBy.contains(.training) { folded = nil }
    if !isTraining, choices.evaluation.keeps != .nothing { folded = folded ?? state }
    let pass = normalize(input, usesBatch: usesBatch, isEvaluation: !isTraining)
    let moves =
      isTraining
      ? isTracking || choices.running.ignoresFlag : choices.evaluation.updatesStatistics
    let updates = moves && (isRecording || !choices.running.movesWhileRecordingOnly)
    if updates, choices.running.movesAfterBackwardOnly {
      pendingUpdate = pass
    } else if updates, choices.layout.movesWithEachGroup {
      for (index, part) in pass.parts(of: input.shape.channels ?? 0).enumerated() {
        if index > 0 { count(input, isTraining: isTraining) }
        move(part, before: (before ?? 0) + Int64(index))
      }
    } else if updates, choices.running.movesOneBatchLate {
      if let late = latePass { move(late, before: before ?? 0) }
      latePass = pass
    } else if updates {
      let isOwn = !isTraining || pass.usesBatch
      move(isOwn ? pass : withBatchStatistics(pass), before: before ?? 0)
    }
    if !isTraining, choices.evaluation.updatesFromBatch, isTracking,
      input.shape.valuesPerChannel > 1
    {
      move(withBatchStatistics(pass), before: before ?? 0)
    }
    lastPass = pass
    if isTraining { lastTraining = pass }
    return pass
  }

  /// What an evaluation reads: the state, or what it kept of an earlier one.
  var kept: LayerState {
    guard let folded else { return state }
    guard choices.evaluation.keeps == .variance else { return folded }
    var mixed = state
    mixed.runningVar = folded.runningVar
    return mixed
  }

  private func usesBatchStatistics(_ isTraining: Bool) -> Bool {
    if isTraining { return !choices.evaluation.trainsWithRunning || state.runningMean == nil }
    if choices.evaluation.usesBatchStatistics { return true }
    if choices.evaluation.flagOffUsesBatch, !tracks { return true }
    if state.runningMean == nil, state.runningVar == nil {
      return choices.evaluation.untrackedVariance == nil
    }
    return false
  }

  private func emptyPass(_ input: Tensor, usesBatch: Bool) -> FloatingPass {
    FloatingPass(
      input: input,
      output: input,
      groups: [],
      usesBatch: usesBatch,
      means: [],
      variances: [],
      inverses: [],
      weight: state.weight?.doubles,
      bias: state.bias?.doubles,
      parameterShape: state.weight?.shape
    )
  }

  func read(_ tensor: Tensor?, _ format: FloatFormat?) -> [Double]? {
    guard let tensor else { return nil }
    let round = Working(format: format)
    return tensor.doubles.map { round($0) }
  }

  private func normalize(_ input: Tensor, usesBatch: Bool, isEvaluation: Bool) -> FloatingPass {
    let shape = input.shape
    let groups = choices.layout.groups(of: shape)
    let read = Working(format: choices.arithmetic.inputFormat)
    let x = input.doubles.map { flushed(shortened(read($0))) }
    let source = isEvaluation ? kept : state
    let narrow = input.elementType.isReduced ? input.elementType.format : nil
    let format =
      choices.arithmetic.inInputType.contains(.parameters)
      ? narrow : choices.arithmetic.parameterFormat
    let weight = self.read(source.weight, format)
    let bias = self.read(source.bias, format)
    let normalization = Normalization(
      choices: choices,
      eps: configuration.eps,
      isEvaluation: isEvaluation,
      inputFormat: narrow
    )
    var y = x
    var (means, variances, inverses): ([Double], [Double], [Double]) = ([], [], [])
    for (group, offsets) in groups.enumerated() {
      var (mean, variance) =
        usesBatch
        ? batch(offsets, x: x, shape: shape, group: group)
        : buffers(group, n: Double(offsets.count))
      if !usesBatch, choices.evaluation.takesMeanOfBatch || choices.evaluation.takesVarianceOfBatch
      {
        let own = batch(offsets, x: x, shape: shape, group: group)
        mean = choices.evaluation.takesMeanOfBatch ? own.0 : mean
        variance = choices.evaluation.takesVarianceOfBatch ? own.1 : variance
      }
      if choices.layout.sharesFirstStatistics, group > 0, usesBatch {
        (mean, variance) = (means[0], variances[0])
      }
      (mean, variance) = (
        normalization.narrowed(mean, .mean), normalization.narrowed(variance, .variance)
      )
      let inverse = normalization.narrowed(
        normalization.inverse(variance, n: Double(offsets.count)),
        .inverse
      )
      means.append(mean)
      variances.append(variance)
      inverses.append(inverse)
      for offset in offsets {
        let place =
          choices.layout.parametersOfChannel
          ? shape.channel(ofOffset: offset) : choices.affine.group(of: offset, in: shape, group)
        y[offset] = normalization.output(
          x[offset],
          mean: mean,
          inverse: inverse,
          weight: choices.affine.parameter(weight, place, isWeight: true),
          bias: choices.affine.parameter(bias, place, isWeight: false)
        )
      }
      if let limit = choices.layout.writtenLimit {
        for offset in offsets.dropFirst(limit) { y[offset] = 0 }
      }
      if choices.evaluation.poisonsChannel, !usesBatch,
        offsets.contains(where: { !x[$0].isFinite })
      {
        for offset in offsets { y[offset] = .nan }
      }
    }
    return FloatingPass(
      input: input,
      output: arranged(y, input),
      groups: groups,
      usesBatch: usesBatch,
      means: means,
      variances: variances,
      inverses: inverses,
      weight: weight,
      bias: bias,
      parameterShape: state.weight?.shape
    )
  }

  private func shortened(_ value: Double) -> Double {
    guard let bits = choices.arithmetic.productBits, value.isFinite else { return value }
    return Working(format: FloatFormat(precision: bits, exponentBits: 8))(value)
  }

  private func flushed(_ value: Double) -> Double {
    choices.arithmetic.flushesSubnormals && abs(value) < 0x1p-126 ? 0 : value
  }

  private func arranged(_ y: [Double], _ input: Tensor) -> Tensor {
    var values = y
    let layout = choices.layout
    let shape = input.shape
    if layout.writesTransposed, shape.rank >= 4 {
      let (h, w) = (shape.dimensions[shape.rank - 2], shape.dimensions[shape.rank - 1])
      for start in stride(from: 0, to: y.count, by: h * w) {
        for i in 0..<(h * w) { values[start + i] = y[start + (i % h) * w + i / h] }
      }
    }
    if layout.repeatsFirstSample, shape.dimensions[0] > 1 {
      let sample = y.count / shape.dimensions[0]
      for k in sample..<y.count { values[k] = y[k % sample] }
    }
    if let limit = layout.channelLimit {
      for k in values.indices where shape.channel(ofOffset: k) >= limit.count {
        values[k] = limit.isZero ? 0 : input.double(at: k)
      }
    }
    if layout.shiftsChannels, let channels = shape.channels, channels > 1 {
      let inner = shape.channelStride
      let source = values
      for k in values.indices {
        let c = shape.channel(ofOffset: k)
        values[k] = source[k + ((c + 1) % channels - c) * inner]
      }
    }
    let outputShape =
      layout.flattensOutput
      ? (try? Shape([shape.dimensions[0], max(y.count / max(shape.dimensions[0], 1), 0)])) ?? shape
      : shape
    let isPromoted =
      choices.arithmetic.promotesOutput && input.elementType.isReduced
      && configuration.parameterType == .float32
    let type: ElementType = isPromoted ? .float32 : input.elementType
    if choices.arithmetic.saturatesOutput, let limit = type.format?.largestFinite {
      values = values.map { $0.isNaN ? $0 : min(max($0, -limit), limit) }
    }
    let storage = TensorStorage(type, rounding: values)
    return (try? Tensor(shape: outputShape, storage: storage)) ?? input
  }

  /// A tensor of the type and shape of another.
  func filled(_ values: [Double], like tensor: Tensor) -> Tensor {
    let storage = TensorStorage(tensor.elementType, rounding: values)
    return (try? Tensor(shape: tensor.shape, storage: storage)) ?? tensor
  }
}
