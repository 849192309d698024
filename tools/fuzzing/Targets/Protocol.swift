// SPDX-License-Identifier: MIT

import BNGoldenCases
import BNTensors

@testable import BNImplementations

extension FuzzTarget {
  /// Lines that an implementation says: what it is, and its answers.
  static let answers = FuzzTarget(name: "answers") { bytes in
    let folder = SessionFolder(path: "/nonexistent")
    if let description = try? WireCoding.message(WireDescription.self, bytes) {
      _ = try? description.implementation(command: ["fuzz"])
    }
    guard let answer = try? WireCoding.message(WireAnswer.self, bytes) else { return }
    let steps = answer.result?.steps.count ?? 1
    guard case .ran(let observations)? = try? answer.caseAnswer(steps: steps, folder: folder)
    else { return }
    // A tensor that was read has as many elements as its shape says.
    for tensor in observations.flatMap(\.tensors.values)
    where tensor.count != tensor.shape.dimensions.reduce(1, *) {
      finding("a tensor of shape \(tensor.shape) has \(tensor.count) elements")
    }
  }

  /// Lines that a harness says to an implementation of ours.
  static let requests = FuzzTarget(name: "requests") { bytes in
    guard case .run(_, let testCase)? = try? WireCoding.message(WireCommand.self, bytes),
      let request = try? testCase.request(folder: nil)
    else { return }
    // What was read can be said again, and is read as the same.
    guard let again = try? WireCase(request, id: "c1", folder: nil),
      let read = try? again.request(folder: nil)
    else { finding("a request that was read cannot be written") }
    if "\(read)" != "\(request)" { finding("a request changes by being written and read") }
  }
}
