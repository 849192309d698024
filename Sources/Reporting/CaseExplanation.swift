// SPDX-License-Identifier: MIT

package import GoldenCases
internal import BatchNorm
internal import Tensors

/// A walk through a case, channel by channel, with the rule beside every number.
///
/// Means, variances, outputs and running statistics are the golden's own exact values; x̂ and the
/// other intermediate figures are worked out in binary64 for reading.
package struct CaseExplanation {
  private let golden: GoldenCase
  private let channelLimit: Int
  private let valueLimit: Int
  private var lines: [String] = []
  private var state: LayerState

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
    lines.append("\(golden.id)")
    lines.append("\(golden.metadata.title)")
    lines.append(golden.metadata.rationale)
    lines.append(
      "BatchNorm\(configuration.kind.rawValue), \(configuration.numFeatures) channels, "
        + "eps \(configuration.eps), momentum \(momentum), "
        + "\(configuration.inputType.rawValue) input, \(configuration.parameterType.rawValue) parameters"
    )
  }

  private mutating func explainStep(_ index: Int) {
    let step = golden.request.steps[index]
    let expectation = golden.expectations[index]
    lines.append("")
    if let error = expectation.error {
      lines.append("step \(index)  \(StepText(step))  must fail: \(error.rawValue)")
    } else {
      lines.append("step \(index)  \(StepText(step))")
    }
    explainCounter(expectation)
    if case .forward(_, let input) = step, let output = expectation.tensors[.output] {
      explainForward(input: input, output: output, expectation: expectation)
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

  private mutating func explainForward(
    input: Tensor,
    output: Tensor,
    expectation: StepExpectation
  ) {
    let channels = input.shape.channels ?? 0
    for channel in 0..<min(channels, channelLimit) {
      explainChannel(channel, input: input, output: output, expectation: expectation)
    }
    if channels > channelLimit { lines.append("  … \(channels - channelLimit) more channels") }
  }

  private mutating func explainChannel(
    _ channel: Int,
    input: Tensor,
    output: Tensor,
    expectation: StepExpectation
  ) {
    let offsets = (0..<input.count).filter { input.shape.channel(ofOffset: $0) == channel }
    let x = offsets.map(input.double(at:))
    let eps = golden.request.configuration.eps
    lines.append("  channel \(channel): \(offsets.count) values, over every dimension but 1 (R20)")
    row("x", list(x), "", "")
    let mean: Double
    let variance: Double
    if let batchMean = expectation.tensors[.batchMean],
      let batchVar = expectation.tensors[.batchVar]
    {
      mean = batchMean.double(at: channel)
      variance = batchVar.double(at: channel)
      let n = Double(offsets.count)
      row("mean", "\(mean)", "Σx/n", "R20")
      row("variance, biased", "\(variance)", "Σ(x−mean)²/n, normalizes", "R20")
      row(
        "variance, unbiased",
        "\(variance * n / (n - 1))",
        "Σ(x−mean)²/(n−1), for running_var",
        "R23"
      )
    } else {
      mean = state.runningMean?.double(at: channel) ?? .nan
      variance = state.runningVar?.double(at: channel) ?? .nan
      row("running_mean", "\(mean)", "evaluation: not the batch's", "R29")
      row("running_var", "\(variance)", "evaluation: not the batch's", "R29")
    }
    let inverse = 1 / (variance + eps).squareRoot()
    row("1/√(variance+eps)", "\(inverse)", "eps stands inside the root", "R21")
    row("x̂", list(x.map { ($0 - mean) * inverse }), "(x−mean)/√(variance+eps)", "R22")
    row(
      "γ, β",
      "\(parameter(state.weight, channel, 1)), \(parameter(state.bias, channel, 0))",
      "",
      "R22"
    )
    row("y", list(offsets.map(output.double(at:))), "γ·x̂ + β", "R22")
    explainRunning(.runningMean, old: state.runningMean, channel, expectation, rule: "a·mean")
    explainRunning(.runningVar, old: state.runningVar, channel, expectation, rule: "a·unbiased")
  }

  private mutating func explainRunning(
    _ name: TensorName,
    old: Tensor?,
    _ channel: Int,
    _ expectation: StepExpectation,
    rule: String
  ) {
    guard let old, let new = expectation.tensors[name], expectation.tensors[.batchMean] != nil,
      old != new, channel < min(old.count, new.count)
    else { return }
    row(
      name.rawValue,
      "\(old.double(at: channel)) → \(new.double(at: channel))",
      "(1−a)·old + \(rule)",
      "R23"
    )
  }

  private mutating func adopt(_ expectation: StepExpectation) {
    state.weight = expectation.tensors[.weight] ?? state.weight
    state.bias = expectation.tensors[.bias] ?? state.bias
    state.runningMean = expectation.tensors[.runningMean] ?? state.runningMean
    state.runningVar = expectation.tensors[.runningVar] ?? state.runningVar
    state.numBatchesTracked =
      expectation.tensors[.numBatchesTracked]?.int64Scalar ?? state.numBatchesTracked
  }

  private func parameter(_ tensor: Tensor?, _ channel: Int, _ absent: Double) -> Double {
    guard let tensor, channel < tensor.count else { return absent }
    return tensor.double(at: channel)
  }

  private func list(_ values: [Double]) -> String {
    let shown = values.prefix(valueLimit).map { "\($0)" }.joined(separator: " ")
    return values.count > valueLimit ? shown + " … (\(values.count))" : shown
  }

  private mutating func row(_ name: String, _ value: String, _ formula: String, _ rule: String) {
    let padded = name + String(repeating: " ", count: max(0, 20 - name.count))
    let notes = [formula, rule].filter { !$0.isEmpty }.joined(separator: "  ")
    lines.append("    \(padded) \(value)\(notes.isEmpty ? "" : "   " + notes)")
  }
}
