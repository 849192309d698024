// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNBounds
internal import BNGoldenCases
internal import BNTensors

/// A forward step as it was observed, with the state that the implementation itself reported around
/// it: traits are read from its own numbers, so that one deviation does not hide another.
struct ObservedForward {
  let step: Int
  let mode: ForwardMode
  let configuration: LayerConfiguration
  let input: ChannelMajor
  let output: ChannelMajor?
  let batch: BatchStatistics
  let before: LayerState
  let after: LayerState
  /// Half the spacing of numbers at 1 in the coarsest type that takes part.
  let unit: Double

  /// The number n of values per channel.
  var count: Double { Double(batch.valuesPerChannel) }

  /// |mean| in deviations of a channel; infinite where the deviation is 0.
  func kappa(_ channel: Int) -> Double {
    batch.mean[channel].magnitude / batch.variance[channel].squareRoot()
  }

  /// γ and β of a channel; nil if they have other shapes.
  func affine(_ channel: Int) -> (weight: Double, bias: Double)? {
    guard before.weight.map({ $0.count == input.channels }) ?? true,
      before.bias.map({ $0.count == input.channels }) ?? true
    else { return nil }
    return (before.weight?.double(at: channel) ?? 1, before.bias?.double(at: channel) ?? 0)
  }

  /// The places of the smallest and the largest input of a channel; nil unless all are finite.
  func extremes(_ channel: Int) -> (low: Int, high: Int)? {
    let values = input[channel]
    guard values.allSatisfy(\.isFinite),
      let low = values.indices.min(by: { values[$0] < values[$1] }),
      let high = values.indices.max(by: { values[$0] < values[$1] }), values[low] < values[high]
    else { return nil }
    return (low, high)
  }

  /// The forward steps of a case that succeeded as the case expects.
  static func all(of golden: GoldenCase, _ observations: [StepObservation]) -> [ObservedForward] {
    var state = golden.request.initialState
    var found: [ObservedForward] = []
    for (index, step) in golden.request.steps.enumerated() where index < observations.count {
      let before = state
      if case .loadState(_, let loaded) = step { state.take(loaded) }
      state.take(observations[index])
      guard case .forward(let mode, let input) = step, observations[index].error == nil,
        golden.expectations[index].error == nil, let values = ChannelMajor(input),
        values.valuesPerChannel > 1
      else { continue }
      let output = observations[index].tensors[.output].flatMap { output in
        output.shape == input.shape ? ChannelMajor(output) : nil
      }
      let types = [
        golden.request.configuration.inputType, golden.request.configuration.parameterType,
      ]
      found.append(
        ObservedForward(
          step: index,
          mode: mode,
          configuration: golden.request.configuration(at: index),
          input: values,
          output: output,
          batch: BatchStatistics(input: values),
          before: before,
          after: state,
          unit: types.map(\.halfSpacing).max() ?? 0
        )
      )
    }
    return found
  }
}

extension LayerState {
  fileprivate mutating func take(_ observation: StepObservation) {
    take(
      LayerState(
        weight: observation.tensors[.weight],
        bias: observation.tensors[.bias],
        runningMean: observation.tensors[.runningMean],
        runningVar: observation.tensors[.runningVar],
        numBatchesTracked: observation.tensors[.numBatchesTracked]?.int64Scalar
      )
    )
  }

  fileprivate mutating func take(_ other: LayerState) {
    weight = other.weight ?? weight
    bias = other.bias ?? bias
    runningMean = other.runningMean ?? runningMean
    runningVar = other.runningVar ?? runningVar
    numBatchesTracked = other.numBatchesTracked ?? numBatchesTracked
  }
}

extension ElementType {
  fileprivate var halfSpacing: Double {
    switch self {
    case .float16: 0x1p-11
    case .bfloat16: 0x1p-8
    case .float32: 0x1p-24
    case .float64, .int64: 0x1p-53
    }
  }
}
