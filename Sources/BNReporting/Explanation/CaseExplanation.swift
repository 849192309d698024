// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNBounds
package import BNVerdicts
internal import BNPlatform
package import BNGoldenCases
internal import BNTensors

/// A walk through a case, channel by channel, with the rule beside every number.
///
/// Outputs, gradients and states are the golden's own values; x̂ and the other intermediate figures are
/// worked out in binary64 for reading. What an implementation answered can be laid beside them.
package struct CaseExplanation {
  let golden: GoldenCase
  private let channels: ExplainedChannels
  private let answer: [StepObservation]?
  private let valueLimit: Int
  private var lines: [String] = []
  /// The step that is walked through.
  private var step = 0
  var state: LayerState
  /// What the forwards normalized with, for the backwards that follow.
  var forwards: [Int: ExplainedForward] = [:]
  var backwards: [Int: Int] = [:]

  /// Prepares the walk; beyond the limits channels and values are counted, not shown.
  private init(
    _ golden: GoldenCase,
    channels: ExplainedChannels,
    answer: [StepObservation]?,
    valueLimit: Int = 8
  ) {
    self.golden = golden
    self.channels = channels
    self.answer = answer
    self.valueLimit = valueLimit
    state = golden.request.initialState
  }

  /// The lines of the walk, with what an implementation answered or a run recorded beside them.
  package static func lines(
    for golden: GoldenCase,
    channels: ExplainedChannels,
    answer: CaseAnswer? = nil,
    recorded: CaseOutcome? = nil
  ) -> [String] {
    var observations: [StepObservation]?
    if case .ran(let steps) = answer { observations = steps }
    var explanation = CaseExplanation(golden, channels: channels, answer: observations)
    explanation.explainHeader()
    if let answer { explanation.explainNoAnswer(answer) }
    let record = recorded.map(RecordedValues.init)
    if let record { explanation.lines += record.heading }
    for index in golden.request.steps.indices {
      explanation.step = index
      explanation.explainStep(index)
      if let record { explanation.lines += record.lines(ofStep: index) }
    }
    return explanation.lines
  }

  /// The largest number of channels of an input of the case; 0 if it has none.
  package static func channelCount(of golden: GoldenCase) -> Int {
    golden.request.steps.map { step in
      guard case .forward(_, let input) = step else { return 0 }
      return input.shape.channels ?? 0
    }.max() ?? 0
  }

  private mutating func explainHeader() {
    let configuration = golden.request.configuration
    let momentum = configuration.momentum.map { "\($0)" } ?? "none"
    say("\(golden.id)")
    say("\(golden.metadata.title)")
    say(golden.metadata.rationale)
    say(
      "BatchNorm\(configuration.kind.rawValue), \(configuration.numFeatures.of("channel")), "
        + "eps \(configuration.eps), momentum \(momentum), "
        + "\(configuration.inputType.rawValue) input, \(configuration.parameterType.rawValue) parameters"
    )
    if showsAllDigits {
      say("intermediate figures are worked out in float64 here: their last digits may be off")
    }
  }

  /// Why there is nothing of the implementation to lay beside.
  private mutating func explainNoAnswer(_ answer: CaseAnswer) {
    switch answer {
    case .ran: break
    case .unsupported(let reason, _): say("yours: unsupported: \(OneLine.text(reason))")
    case .errored(let message): say("yours: no answer: \(OneLine.text(message))")
    }
  }

  /// Whether binary64 is what the case computes in, so that seven digits would hide what is wrong.
  private var showsAllDigits: Bool { golden.request.configuration.inputType == .float64 }

  private mutating func explainStep(_ index: Int) {
    let step = golden.request.steps[index]
    let expectation = golden.expectations[index]
    say("")
    if let error = expectation.error {
      say("step \(index)  \(StepText(step))  must fail: \(error.rawValue)")
    } else {
      say("step \(index)  \(StepText(step))")
    }
    if let error = observed?.error {
      let kind = error.kind?.rawValue ?? "of no known kind"
      say("    yours fails: \(kind): \(OneLine.text(error.message))")
    }
    explainCounter(index, step, expectation)
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
    case .resetRunningStats: explainState(expectation, "reset", "R4")
    case .loadState: explainState(expectation, "loaded", "R5")
    case .setTrackRunningStats: explainState(expectation, "set", "R32")
    case .setEps, .setMomentum: explainState(expectation, "set", "R1")
    case .setGradEnabled, .copy: explainState(expectation, "kept", "R2 R3")
    case .switchCopy: explainState(expectation, "of the other layer", "R2 R3")
    }
    adopt(expectation)
  }

  private mutating func explainCounter(_ index: Int, _ step: Step, _ expectation: StepExpectation) {
    guard let after = expectation.tensors[.numBatchesTracked]?.int64Scalar,
      let before = state.numBatchesTracked, after != before
    else { return }
    let change = "\(before) → \(after)"
    defer { beside(.numBatchesTracked) }
    switch step {
    case .loadState: return row("num_batches_tracked", change, "loaded", "R5")
    case .resetRunningStats: return row("num_batches_tracked", change, "reset", "R4")
    case .switchCopy: return row("num_batches_tracked", change, "of the other layer", "R3")
    default: row("num_batches_tracked", change, "incremented before any check", "R8")
    }
    if golden.request.configuration(at: index).momentum == nil, after > 0 {
      row("averaging factor a", "1/\(after) = \(1 / Double(after))", "momentum none", "R27")
    }
  }

  /// What a step that only sets state leaves behind.
  private mutating func explainState(
    _ expectation: StepExpectation,
    _ cause: String,
    _ rule: String
  ) {
    let states: [(TensorName, Tensor?)] = [
      (.runningMean, state.runningMean), (.runningVar, state.runningVar), (.weight, state.weight),
      (.bias, state.bias),
    ]
    for (name, old) in states {
      guard let old, let new = expectation.tensors[name], old != new else { continue }
      row(name.rawValue, "\(list(old)) → \(list(new))", cause, rule)
      beside(name)
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
    let notes = [formula, rule].filter { !$0.isEmpty }.joined(separator: "  ")
    lines.append("    \(name.left(20)) \(value)\(notes.isEmpty ? "" : "   " + notes)")
  }

  /// What the implementation gave after the step, below the row of what is expected.
  ///
  /// Elements are those at the offsets, or all.
  mutating func beside(_ name: TensorName, at offsets: [Int]? = nil) {
    guard answer != nil else { return }
    guard let actual = observed?.tensors[name] else { return row("  yours", "none", "", "") }
    guard let expected = golden.expectations[step].tensors[name], actual.shape == expected.shape,
      actual.elementType == expected.elementType
    else {
      return row("  yours", "\(actual.elementType.rawValue) \(actual.shape)", "", "")
    }
    let offsets = offsets ?? Array(0..<actual.count)
    let differing = offsets.count { actual.bits(at: $0) != expected.bits(at: $0) }
    let verb = differing == 1 ? "differs" : "differ"
    let note =
      differing == 0 ? "the same bits" : "\(differing) of \(offsets.count) \(verb) in bits"
    row("  yours", list(actual, at: offsets), note, "")
  }

  private var observed: StepObservation? {
    guard let answer, answer.indices.contains(step) else { return nil }
    return answer[step]
  }

  /// The channels of a tensor to walk through, and how many are left out.
  func channels(of count: Int) -> (shown: [Int], left: Int) {
    let shown = channels.indices(of: count)
    // One that was asked for by its number leaves out none that would be missed.
    if case .only = channels { return (shown, 0) }
    return (shown, count - shown.count)
  }

  /// Elements of a tensor in the fewest digits that tell them from their neighbours.
  func list(_ tensor: Tensor, at offsets: [Int]? = nil) -> String {
    let offsets = offsets ?? Array(0..<tensor.count)
    return joined(offsets.map { value(of: tensor, at: $0) })
  }

  /// Intermediate figures, in seven digits or, where the case is in float64, in all.
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
    if value.isNaN { return "NaN" }
    return value.isFinite && !showsAllDigits ? String(printf: "%.7g", value) : "\(value)"
  }

  private func joined(_ texts: [String]) -> String {
    let shown = texts.prefix(valueLimit).joined(separator: " ")
    return texts.count > valueLimit ? shown + " … (\(texts.count))" : shown
  }
}
