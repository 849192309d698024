// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import Comparison
internal import Foundation
package import GoldenCases
internal import Tensors

/// A walk through a case, channel by channel, with the rule beside every number.
///
/// Outputs, gradients and states are the golden's own values; x̂ and the other intermediate figures are
/// worked out in binary64 for reading.
package struct CaseExplanation {
  let golden: GoldenCase
  let channelLimit: Int
  private let valueLimit: Int
  private var lines: [String] = []
  var state: LayerState
  /// What the forwards normalized with, for the backwards that follow.
  var forwards: [Int: ExplainedForward] = [:]
  var backwards: [Int: Int] = [:]

  /// Prepares the walk; beyond the limits channels and values are counted, not shown.
  package init(_ golden: GoldenCase, channelLimit: Int, valueLimit: Int = 8) {
    self.golden = golden
    self.channelLimit = channelLimit
    self.valueLimit = valueLimit
    state = golden.request.initialState
  }

  /// The lines of the walk.
  package static func lines(for golden: GoldenCase, channelLimit: Int) -> [String] {
    var explanation = CaseExplanation(golden, channelLimit: channelLimit)
    explanation.explainHeader()
    for index in golden.request.steps.indices { explanation.explainStep(index) }
    return explanation.lines
  }

  private mutating func explainHeader() {
    let configuration = golden.request.configuration
    let momentum = configuration.momentum.map { "\($0)" } ?? "none"
    say("\(golden.id)")
    say("\(golden.metadata.title)")
    say(golden.metadata.rationale)
    say(
      "BatchNorm\(configuration.kind.rawValue), \(configuration.numFeatures) channels, "
        + "eps \(configuration.eps), momentum \(momentum), "
        + "\(configuration.inputType.rawValue) input, \(configuration.parameterType.rawValue) parameters"
    )
  }

  private mutating func explainStep(_ index: Int) {
    let step = golden.request.steps[index]
    let expectation = golden.expectations[index]
    say("")
    if let error = expectation.error {
      say("step \(index)  \(StepText(step))  must fail: \(error.rawValue)")
    } else {
      say("step \(index)  \(StepText(step))")
    }
    explainCounter(expectation)
    switch step {
    case .forward(let mode, let input):
      if let output = expectation.tensors[.output] {
        explainForward(
          index,
          mode: mode,
          input: input,
          output: output,
          expectation: expectation
        )
      }
    case .backward(let forward, let gradOutput, _):
      backwards[index] = forward
      explainBackward(of: forward, gradOutput, expectation)
    case .doubleBackward(let backward, let incoming, _):
      explainDoubleBackward(of: backward, incoming, expectation)
    case .resetRunningStats, .setTrackRunningStats, .loadState: explainState(expectation)
    }
    adopt(expectation)
  }

  private mutating func explainCounter(_ expectation: StepExpectation) {
    guard let after = expectation.tensors[.numBatchesTracked]?.int64Scalar,
      let before = state.numBatchesTracked, after != before
    else { return }
    row("num_batches_tracked", "\(before) → \(after)", "counted before every later check", "R8")
    if golden.request.configuration.momentum == nil, after > 0 {
      row("averaging factor a", "1/\(after) = \(1 / Double(after))", "momentum none", "R27")
    }
  }

  /// What a step that only sets state leaves behind (R4, R5, R32).
  private mutating func explainState(_ expectation: StepExpectation) {
    let states: [(TensorName, Tensor?)] = [
      (.runningMean, state.runningMean), (.runningVar, state.runningVar), (.weight, state.weight),
      (.bias, state.bias),
    ]
    for (name, old) in states {
      guard let old, let new = expectation.tensors[name], old != new else { continue }
      row(name.rawValue, "\(list(old)) → \(list(new))", "set, not computed", "R4 R5")
    }
  }

  private mutating func adopt(_ expectation: StepExpectation) {
    state.weight = expectation.tensors[.weight] ?? state.weight
    state.bias = expectation.tensors[.bias] ?? state.bias
    state.runningMean = expectation.tensors[.runningMean] ?? state.runningMean
    state.runningVar = expectation.tensors[.runningVar] ?? state.runningVar
    state.numBatchesTracked =
      expectation.tensors[.numBatchesTracked]?.int64Scalar ?? state.numBatchesTracked
  }

  mutating func say(_ line: String) { lines.append(line) }

  mutating func row(_ name: String, _ value: String, _ formula: String, _ rule: String) {
    let padded = name + String(repeating: " ", count: max(0, 20 - name.count))
    let notes = [formula, rule].filter { !$0.isEmpty }.joined(separator: "  ")
    lines.append("    \(padded) \(value)\(notes.isEmpty ? "" : "   " + notes)")
  }

  /// Elements of a tensor in the fewest digits that tell them from their neighbours.
  func list(_ tensor: Tensor, at offsets: [Int]? = nil) -> String {
    let offsets = offsets ?? Array(0..<tensor.count)
    return joined(offsets.map { value(of: tensor, at: $0) })
  }

  /// Intermediate figures in seven digits.
  func list(_ values: [Double]) -> String { joined(values.map(figure)) }

  func value(of tensor: Tensor, at offset: Int) -> String {
    let width = 8 * tensor.elementType.byteCount
    let number = ReportedNumber(
      value: tensor.double(at: offset),
      bits: tensor.bits(at: offset),
      bitWidth: width
    )
    return NumberText.shortest(number, type: tensor.elementType)
  }

  func figure(_ value: Double) -> String {
    value.isFinite ? String(format: "%.7g", value) : value.isNaN ? "NaN" : "\(value)"
  }

  private func joined(_ texts: [String]) -> String {
    let shown = texts.prefix(valueLimit).joined(separator: " ")
    return texts.count > valueLimit ? shown + " … (\(texts.count))" : shown
  }
}
