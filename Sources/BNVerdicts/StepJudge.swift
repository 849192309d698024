// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNBounds
internal import BNGoldenCases
internal import BNTensors

/// Judges what was observed after one step, structure before values.
struct StepJudge {
  let index: Int
  let expectation: StepExpectation
  let observation: StepObservation
  /// The specification's run, this step included.
  let run: ExpectedRun
  let metadata: CaseMetadata
  let policy: JudgingPolicy

  /// The verdicts: the error first, then the input, then the tensors.
  func items() -> [JudgedItem] {
    var items = [errorItem(), inputItem()].compactMap(\.self)
    for name in TensorName.allCases where !name.isAdvisory {
      guard let item = tensorItem(name) else { continue }
      items.append(item)
    }
    return items
  }

  /// Whether the step went as far as expected, so that its results can be asked for.
  private var agreesOnError: Bool { (expectation.error == nil) == (observation.error == nil) }

  private func errorItem() -> JudgedItem? {
    switch (expectation.error, observation.error) {
    case (nil, nil): return nil
    case (let kind?, nil):
      return item("error", .missing, detail: "expected error \(kind.rawValue), none was raised")
    case (nil, let error?):
      let kind = error.kind?.rawValue ?? "of unknown kind"
      return item("error", .unexpected, detail: "unexpected error \(kind): \(error.message)")
    case (let kind?, let error?):
      if kind == error.kind { return item("error", .passed, detail: kind.rawValue) }
      let other = error.kind?.rawValue ?? "of unknown kind"
      return item(
        "error",
        .wrongError,
        detail: "expected error \(kind.rawValue), got \(other): \(error.message)"
      )
    }
  }

  /// R19: the input must not be modified.
  private func inputItem() -> JudgedItem? {
    guard let unchanged = observation.inputUnchanged else { return nil }
    return unchanged
      ? item("input", .passed) : item("input", .failed, detail: "the step modified its input")
  }

  private func tensorItem(_ name: TensorName) -> JudgedItem? {
    let actual = observation.tensors[name]
    let expected = expectation.tensors[name] ?? actual.flatMap { _ in parameter(name) }
    guard let expected else {
      // What a step produced that should have failed is no fault of its own.
      guard actual != nil, agreesOnError || name.isState else { return nil }
      return item(
        name.rawValue,
        .unexpected,
        detail: name.isState ? "the layer has no such tensor here" : "it was not asked for"
      )
    }
    guard let actual else {
      return agreesOnError ? item(name.rawValue, .missing, expected: expected) : nil
    }
    guard actual.shape == expected.shape else {
      let order = actual.shape.isReversed(expected.shape) ? ": the dimensions are reversed" : ""
      let detail = "expected \(expected.shape), got \(actual.shape)\(order)"
      return item(name.rawValue, .wrongShape, detail: detail, expected: expected)
    }
    guard actual.elementType == expected.elementType else {
      let detail =
        "expected \(expected.elementType.rawValue), got \(actual.elementType.rawValue)"
      return item(name.rawValue, .wrongType, detail: detail, expected: expected)
    }
    return valueItem(name, actual: actual, expected: expected)
  }

  /// Parameters that a step reports without being asked must be what they were.
  private func parameter(_ name: TensorName) -> Tensor? {
    switch name {
    case .weight: run.state.weight
    case .bias: run.state.bias
    default: nil
    }
  }

  /// A verdict without numbers.
  func item(
    _ name: String,
    _ verdict: ItemVerdict,
    detail: String? = nil,
    expected: Tensor? = nil
  ) -> JudgedItem {
    JudgedItem(
      step: index,
      name: name,
      verdict: verdict,
      detail: detail?.asSentence,
      elementType: expected?.elementType,
      shape: expected?.shape
    )
  }
}
