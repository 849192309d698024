// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNGoldenCases
internal import BNTensors

extension WireAnswer {
  /// The answer to a case of so many steps.
  ///
  /// - Throws: what breaks the protocol. Whether the values, types and shapes are the right ones is
  ///   judged elsewhere.
  func caseAnswer(
    steps count: Int,
    folder: SessionFolder,
    bound: AnswerBound = .none
  ) throws(AdapterFailure.Problem) -> CaseAnswer {
    try bound.checkTime()
    switch (result, unsupported, error) {
    case (let result?, nil, nil):
      guard result.steps.count == count else {
        throw .malformed("it has \(result.steps.count) steps, but the case has \(count)")
      }
      var observations: [StepObservation] = []
      for (index, step) in result.steps.enumerated() {
        observations.append(try step.observation(at: index, folder, bound))
      }
      return .ran(observations)
    case (nil, let unsupported?, nil):
      return .unsupported(reason: unsupported.reason, link: unsupported.link)
    case (nil, nil, let error?):
      let parts = [error.kind, error.message].compactMap(\.self)
      return .errored(
        message: "the adapter reports: "
          + (parts.isEmpty ? "an error" : parts.joined(separator: ": "))
      )
    default: throw .malformed("exactly one of result, unsupported and error is expected")
    }
  }
}

extension WireStep {
  fileprivate func observation(
    at index: Int,
    _ folder: SessionFolder,
    _ bound: AnswerBound
  ) throws(AdapterFailure.Problem) -> StepObservation {
    var observation = StepObservation(inputUnchanged: inputUnchanged)
    if let error {
      // A kind that is none of ours counts as not classified, and shows in the text.
      let kind = error.kind.flatMap(ErrorKind.init(rawValue:))
      let unknown = kind == nil ? error.kind : nil
      observation.error = ObservedError(
        kind: kind,
        message: [unknown, error.message].compactMap(\.self).joined(separator: ": ")
      )
    }
    for (key, wire) in tensors ?? [:] {
      guard let name = TensorName(rawValue: key) else {
        throw .malformed("step \(index) has a tensor called \(key.prefix(60).debugDescription)")
      }
      do throws(WireTensorError) {
        observation.tensors[name] = try wire.tensor(in: folder, bound: bound)
      } catch {
        throw .malformed("\(key) of step \(index) \(error.description)")
      }
      try bound.checkTime()
    }
    return observation
  }
}
