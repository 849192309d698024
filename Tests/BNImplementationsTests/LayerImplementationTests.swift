// SPDX-License-Identifier: MIT

import BatchNorm
import BNGoldenCases
import BNImplementations
import BNTensors
import Testing

@Suite("Layers under test")
struct LayerImplementationTests {
  /// A layer whose output is its input.
  private struct Identity: LayerUnderTest {
    static let unsupported = [DeclaredLimit(feature: "affine=false", reason: "always affine")]
    var state: LayerState

    init(configuration: LayerConfiguration, state: LayerState) throws {
      guard configuration.numFeatures == 1 else { throw TwoChannels() }
      self.state = state
    }

    mutating func forward(_ input: Tensor, mode: ForwardMode) throws -> LayerForward<Void> {
      LayerForward(output: input, saved: ())
    }
  }

  private struct TwoChannels: Error {}

  private func answer(
    _ change: (inout LayerConfiguration) -> Void
  ) throws -> (CaseAnswer, isDeclared: Bool) {
    var request = try MisbehaviourTests.request(0)
    request.configuration.affine = true
    (request.initialState.weight, request.initialState.bias) = (
      Tensor(vector: .float32([1])), Tensor(vector: .float32([0]))
    )
    change(&request.configuration)
    let description = ImplementationDescription(name: "x", version: "1", language: "Swift")
    let implementation = LayerImplementation(Identity.self, description: description)
    return (
      implementation.answer(request), implementation.description.unsupported?.count == 1
    )
  }

  @Test("declare what they cannot do, and are not asked for it")
  func declared() throws {
    let (answer, isDeclared) = try answer { $0.affine = false }
    #expect(answer == .unsupported(reason: "always affine", link: nil))
    #expect(isDeclared)
  }

  @Test("that cannot be created cost their case")
  func constructor() throws {
    let (answer, _) = try answer { $0.numFeatures = 2 }
    guard case .errored(let message) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(message.contains("TwoChannels"))
    if case .ran = try self.answer({ _ in }).0 {} else { Issue.record("it does not run") }
  }
}
