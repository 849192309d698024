// SPDX-License-Identifier: MIT

internal import BatchNorm
package import BNGoldenCases
internal import BNBounds
internal import BNTensors

/// A golden case for reading: why it exists, its program, its tensors.
package struct CaseDescription {
  private let golden: GoldenCase
  private let valueLimit: Int
  private let showsBits: Bool

  /// Creates a description; of larger tensors only so many values are shown.
  package init(_ golden: GoldenCase, valueLimit: Int = 16, showsBits: Bool = false) {
    self.golden = golden
    self.valueLimit = valueLimit
    self.showsBits = showsBits
  }

  /// The lines, without newlines.
  package var lines: [String] {
    metadata + [""] + program
  }

  /// The layer and its steps, without what the case is for.
  package var program: [String] {
    var lines = configuration
    for (index, step) in golden.request.steps.enumerated() {
      lines += ["", "step \(index)  \(StepText(step))"]
      lines += step.tensors.map { tensor($0.name, $0.tensor) }
      let expectation = golden.expectations[index]
      if let error = expectation.error { lines.append(row("must fail", error.rawValue)) }
      for name in TensorName.allCases {
        guard let expected = expectation.tensors[name] else { continue }
        let note = name.isAdvisory ? " (used for the bound only)" : ""
        lines.append(tensor("expect \(name.rawValue)", expected) + note)
      }
    }
    return lines
  }

  private var metadata: [String] {
    let metadata = golden.metadata
    var lines = [golden.id.text, OneLine.text(metadata.title), OneLine.text(metadata.rationale)]
    for (index, rule) in metadata.rules.enumerated() {
      let text = RuleText.text(rule.description, for: golden.id.text)
      lines.append(row(index == 0 ? "rules" : "", text))
    }
    lines.append(row("level", "\(metadata.level.rawValue), profile \(metadata.profile.rawValue)"))
    if !metadata.tags.isEmpty { lines.append(row("tags", metadata.tags.joined(separator: " "))) }
    if let upstream = metadata.upstream { lines.append(row("upstream", OneLine.text(upstream))) }
    lines.append(row("judged by", "\(metadata.tolerance), depth \(metadata.boundDepth.text)"))
    if let difficulty = metadata.difficulty {
      let figures = [
        "n ≤ \(NumberText.figure(difficulty.valuesPerChannel))",
        "|mean|/std ≤ \(NumberText.figure(difficulty.offsetRatio))",
        "cancellation ≤ \(NumberText.figure(difficulty.cancellation))",
      ]
      lines.append(row("difficulty", figures.joined(separator: ", ")))
    }
    return lines
  }

  private var configuration: [String] {
    let layer = golden.request.configuration
    let flags = "affine \(layer.affine), track_running_stats \(layer.trackRunningStats)"
    var lines = [
      "layer   BatchNorm\(layer.kind.rawValue)",
      row("num_features", "\(layer.numFeatures)"),
      row("eps", "\(layer.eps)"),
      row("momentum", layer.momentum.map { "\($0)" } ?? "none"),
      row(
        "flags",
        flags + (golden.request.usesDefaults ? ", all of these left to their defaults" : "")
      ),
      row("types", "input \(layer.inputType.rawValue), parameters \(layer.parameterType.rawValue)"),
    ]
    lines += golden.request.initialState.tensors.map { tensor($0.name, $0.tensor) }
    return lines
  }

  private func tensor(_ name: String, _ tensor: Tensor) -> String {
    let values = (0..<min(tensor.count, valueLimit)).map { offset in
      let bits = tensor.bits(at: offset)
      let width = 8 * tensor.elementType.byteCount
      let number = ReportedNumber(value: tensor.double(at: offset), bits: bits, bitWidth: width)
      let text = NumberText.shortest(number, type: tensor.elementType)
      return showsBits ? "\(text) (0x\(number.hexadecimal))" : text
    }
    let rest = tensor.count > valueLimit ? " … \(tensor.count - valueLimit) more" : ""
    let form = "\(tensor.elementType.rawValue) \(tensor.shape)"
    return row(name, "\(form)  \(values.joined(separator: " "))\(rest)")
  }

  private func row(_ key: String, _ text: String) -> String {
    "  " + key.left(27) + " " + text
  }
}

extension Step {
  /// The tensors that the step reads.
  fileprivate var tensors: [(name: String, tensor: Tensor)] {
    switch self {
    case .forward(_, let input): [("input", input)]
    case .backward(_, let gradOutput, _): [("grad_output", gradOutput)]
    case .doubleBackward(_, let incoming, _):
      [
        ("grad_grad_input", incoming.gradGradInput), ("grad_grad_weight", incoming.gradGradWeight),
        ("grad_grad_bias", incoming.gradGradBias),
      ].compactMap { name, tensor in tensor.map { (name, $0) } }
    case .loadState(_, let state): state.tensors
    default: []
    }
  }
}

extension LayerState {
  /// The tensors that are there, with their names.
  fileprivate var tensors: [(name: String, tensor: Tensor)] {
    [
      ("weight", weight), ("bias", bias), ("running_mean", runningMean),
      ("running_var", runningVar),
      ("num_batches_tracked", numBatchesTracked.map { Tensor(scalar: $0) }),
    ].compactMap { name, tensor in tensor.map { (name, $0) } }
  }
}

extension BoundDepth {
  /// The form that golden files use.
  fileprivate var text: String {
    switch self {
    case .valuesPerChannel: "n"
    case .blocked: "log2"
    case .fixed(let depth): "\(depth)"
    }
  }
}
