// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import BNTensors
internal import BatchNorm

extension Step {
  /// The tensors that the step reads.
  var tensors: [Tensor] {
    switch self {
    case .forward(_, let input): [input]
    case .backward(_, let gradient, _): [gradient]
    case .doubleBackward(_, let incoming, _):
      [incoming.gradGradInput, incoming.gradGradWeight, incoming.gradGradBias].compactMap(\.self)
    case .loadState(_, let state): Array(state.tensors.values)
    case .resetRunningStats, .setTrackRunningStats: []
    }
  }

  /// The kind of step.
  var word: String {
    switch self {
    case .forward(let mode, _): mode.rawValue
    default: String("\(StepText(self))".prefix { $0 != " " })
    }
  }
}
