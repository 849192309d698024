// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNGoldenCases

extension FailureTrace {
  /// Notes what a step builds on and what it sets from outside, before its items are judged.
  mutating func enter(
    _ index: Int,
    _ step: Step,
    run: ExpectedRun,
    tracked: Bool,
    _ configuration: LayerConfiguration
  ) {
    switch step {
    case .forward(let mode, _):
      let parameters = root(ofState: [.weight, .bias])
      link(index, to: parameters)
      // R25: a training output does not depend on the running statistics.
      if mode == .evaluation { link(index, to: root(ofState: [.runningMean, .runningVar])) }
    case .backward(let forward, _, _): link(index, to: root(ofStep: forward))
    case .doubleBackward(let backward, _, _): link(index, to: root(ofStep: backward))
    case .resetRunningStats where tracked:
      forget([.runningMean, .runningVar, .numBatchesTracked])
    case .loadState(_, let state):
      forget([.weight, .bias, .runningMean, .runningVar])
      if state.numBatchesTracked != nil { forget([.numBatchesTracked]) }
    // The other layer has tensors of its own: what was wrong in this one says nothing of them.
    case .switchCopy: forget([.weight, .bias, .runningMean, .runningVar, .numBatchesTracked])
    default: break
    }
  }

  /// The item, labelled with the earlier step that may explain its failure.
  func labelled(_ item: JudgedItem, _ configuration: LayerConfiguration) -> JudgedItem {
    guard item.verdict.isFailure else { return item }
    var item = item
    item.consequenceOf = explanation(of: item, configuration).flatMap {
      $0 < item.step ? $0 : nil
    }
    return item
  }

  private func explanation(of item: JudgedItem, _ configuration: LayerConfiguration) -> Int? {
    guard let name = TensorName(rawValue: item.name) else { return root(ofStep: item.step) }
    switch name {
    case .runningMean, .runningVar:
      // R8: with momentum none the averaging factor comes from the counter.
      let names = configuration.momentum == nil ? [name, .numBatchesTracked] : [name]
      return root(ofState: names)
    case .numBatchesTracked, .weight, .bias: return root(ofState: [name])
    default: return root(ofStep: item.step)
    }
  }
}

extension ItemVerdict {
  /// Whether something is not as expected.
  package var isFailure: Bool { self != .passed && self != .untrusted }

  /// Whether a tensor is absent, superfluous or of another form, so that no element was compared.
  package var isStructural: Bool {
    switch self {
    case .missing, .unexpected, .wrongShape, .wrongType: true
    case .passed, .failed, .wrongError, .untrusted: false
    }
  }
}
