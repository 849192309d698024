// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNGoldenCases
internal import BNTensors

extension WireAnswer {
  /// Creates the wire form of an answer; large tensors are written to files.
  init(
    sequence: Int,
    _ answer: CaseAnswer,
    folder: SessionFolder?
  ) throws(WireTensorError) {
    self.init(sequence: sequence)
    switch answer {
    case .unsupported(let reason, let link):
      unsupported = WireUnsupported(reason: reason, link: link)
    case .errored(let message): error = WireError(message: message)
    case .ran(let observations):
      var steps: [WireStep] = []
      for (index, observation) in observations.enumerated() {
        steps.append(try WireStep(observation, index: index, folder: folder))
      }
      result = WireResult(steps: steps)
    }
  }
}

extension WireStep {
  fileprivate init(
    _ observation: StepObservation,
    index: Int,
    folder: SessionFolder?
  ) throws(WireTensorError) {
    var wire: [String: WireTensor] = [:]
    for (name, tensor) in observation.tensors {
      let file = "answer\(index).\(name.rawValue).bin"
      wire[name.rawValue] = try WireTensor(tensor, name: file, folder: folder)
    }
    self.init(
      tensors: wire,
      error: observation.error.map { WireError(kind: $0.kind?.rawValue, message: $0.message) },
      inputUnchanged: observation.inputUnchanged
    )
  }
}
