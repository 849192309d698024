// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNBounds
internal import BNGoldenCases
internal import BNTensors

/// The run of a case as the specification has it, followed step by step for the bound's sake.
///
/// State between the steps is the golden's: what each step left is what the next one sees.
struct ExpectedRun {
  private let request: CaseRequest
  private let arithmetic: BoundArithmetic
  /// The state after the last step.
  private(set) var state: LayerState
  /// The attribute `track_running_stats` (R10, R32).
  private(set) var tracks: Bool
  /// The updates since the running statistics were last set.
  private(set) var history: RunningHistory
  /// What the other one of a layer and its copy has of these two.
  private var other: (tracks: Bool, history: RunningHistory)?
  private(set) var forwards: [Int: BoundedForward] = [:]
  private(set) var backwards: [Int: (forward: Int, gradOutput: Tensor)] = [:]
  private(set) var doubleBackwards: [Int: (backward: Int, incoming: SecondOrderInput)] = [:]

  init(_ request: CaseRequest, arithmetic given: BoundArithmetic? = nil) {
    self.request = request
    arithmetic = given ?? BoundArithmetic(request.configuration)
    state = request.initialState
    tracks = request.configuration.trackRunningStats
    history = Self.freshHistory(request.configuration, arithmetic)
  }

  /// Takes one step; the step's tensors can then be judged.
  mutating func advance(_ index: Int, _ step: Step, _ expectation: StepExpectation) {
    let before = state
    state.replace(with: expectation.tensors)
    switch step {
    case .forward(let mode, let input) where expectation.error == nil:
      forward(index, mode, input, before: before, expectation)
    case .backward(let forward, let gradOutput, _): backwards[index] = (forward, gradOutput)
    case .doubleBackward(let backward, let incoming, _):
      doubleBackwards[index] = (backward, incoming)
    case .resetRunningStats where tracks && expectation.error == nil:
      history = Self.freshHistory(request.configuration, arithmetic)
    case .setTrackRunningStats(let tracks) where expectation.error == nil: self.tracks = tracks
    case .loadState(_, let loaded): load(loaded, before: before, expectation)
    case .copy where expectation.error == nil: other = (tracks, history)
    case .switchCopy where expectation.error == nil:
      if let (tracks, history) = other {
        other = (self.tracks, self.history)
        (self.tracks, self.history) = (tracks, history)
      }
    default: break
    }
  }

  private mutating func forward(
    _ index: Int,
    _ mode: ForwardMode,
    _ input: Tensor,
    before: LayerState,
    _ expectation: StepExpectation
  ) {
    guard let values = ChannelMajor(input) else { return }
    let mean = before.runningMean?.doubles
    let variance = before.runningVar?.doubles
    var source = BoundedForward.Source.running(
      mean: mean ?? [],
      variance: variance ?? [],
      history: history
    )
    // R9: the track flag is not consulted here.
    if mode == .training || (mean == nil && variance == nil) {
      let batch = batchStatistics(of: values, expectation)
      source = .batch(batch)
      // R10, R13, R24: the update happens in training, with the flag on, for any values at all.
      if mode == .training, tracks, input.count > 0, let mean, let variance {
        let momentum = request.configuration(at: index).momentum
        update(batch, momentum, oldMean: mean, oldVariance: variance, before: before)
      }
    }
    forwards[index] = BoundedForward(
      input: input,
      weight: before.weight,
      bias: before.bias,
      eps: request.configuration(at: index).eps,
      source: source,
      arithmetic: arithmetic
    )
  }

  private func batchStatistics(
    of values: ChannelMajor,
    _ expectation: StepExpectation
  ) -> BatchStatistics {
    let given = expectation.tensors[.batchMean].flatMap { mean in
      expectation.tensors[.batchVar].flatMap { variance in
        BatchStatistics(input: values, mean: mean.doubles, variance: variance.doubles)
      }
    }
    return given ?? BatchStatistics(input: values)
  }

  private mutating func update(
    _ batch: BatchStatistics,
    _ momentum: Double?,
    oldMean: [Double],
    oldVariance: [Double],
    before: LayerState
  ) {
    guard let newMean = state.runningMean?.doubles, let newVariance = state.runningVar?.doubles,
      [oldMean, oldVariance, newMean, newVariance].allSatisfy({ $0.count == batch.mean.count })
    else { return }
    // R8: without a counter the cumulative average has the factor 0.
    let cumulative = before.numBatchesTracked.map { _ in 1 / Double(state.numBatchesTracked ?? 0) }
    history.append(
      RunningHistory.Update(
        factor: momentum ?? cumulative ?? 0,
        batch: batch,
        oldMean: oldMean,
        newMean: newMean,
        oldVariance: oldVariance,
        newVariance: newVariance
      )
    )
  }

  private mutating func load(
    _ loaded: LayerState,
    before: LayerState,
    _ expectation: StepExpectation
  ) {
    if expectation.error == nil {
      state = before
      state.replace(with: loaded.tensors)
      state.replace(with: expectation.tensors)
    }
    // A strict load that fails for one key may have copied the others; the golden says which. Statistics of
    // which one was computed before are not as if they were loaded.
    let statistics = [
      (loaded.runningMean, state.runningMean), (loaded.runningVar, state.runningVar),
    ]
    let copied = statistics.allSatisfy { new, now in
      guard let now else { return true }
      return new?.storage.hasSameBits(as: now.storage) ?? false
    }
    if expectation.error == nil || copied {
      history = Self.freshHistory(request.configuration, arithmetic)
    }
  }

  private static func freshHistory(
    _ configuration: LayerConfiguration,
    _ arithmetic: BoundArithmetic
  ) -> RunningHistory {
    RunningHistory(
      arithmetic: arithmetic,
      format: configuration.parameterType.format ?? .binary32
    )
  }
}
