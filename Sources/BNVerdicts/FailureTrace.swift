// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNGoldenCases

/// Which earlier step a failure may be a consequence of.
///
/// A failure at step k labels only what depends on it: a wrong running_mean explains a later
/// evaluation output, never a training output (R25).
struct FailureTrace {
  /// The step at which the state went wrong, by tensor.
  private var state: [TensorName: Int] = [:]
  /// The step that explains whatever comes from a forward or backward, by its own step.
  private var steps: [Int: Int] = [:]

  /// Forgets the state tensors that a step sets from outside (R4, R5).
  mutating func forget(_ names: [TensorName]) { for name in names { state[name] = nil } }

  /// Records an item of a step; a state tensor that passes again explains nothing any more.
  mutating func record(_ item: JudgedItem) {
    let name = TensorName(rawValue: item.name)
    guard item.verdict.isFailure else {
      if let name { forget([name]) }
      return
    }
    let root = item.consequenceOf ?? item.step
    if item.name == "error" {
      // A step that fails, or does not, against expectation leaves state and results in doubt.
      link(item.step, to: root)
      for name in TensorName.allCases where name.isState { state[name] = state[name] ?? root }
    }
    if let name, name.isState { state[name] = state[name] ?? root }
  }

  /// Remembers that a step's results build on those of other steps or of the state.
  mutating func link(_ step: Int, to root: Int?) {
    guard let root else { return }
    steps[step] = min(steps[step] ?? root, root)
  }

  /// The earliest step that explains a failure of results built on these state tensors.
  func root(ofState names: [TensorName]) -> Int? { names.compactMap { state[$0] }.min() }

  /// The earliest step that explains a failure of results built on another step.
  func root(ofStep step: Int) -> Int? { steps[step] }
}
