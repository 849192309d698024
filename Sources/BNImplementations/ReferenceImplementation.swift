// SPDX-License-Identifier: MIT

import BNGoldenCases
package import BNKernels
import BNTensors
import BatchNorm

/// The suite's own BatchNorm: exact, rounded once, in process.
public struct ReferenceImplementation: Implementation {
  /// The name by which the command line knows it.
  public static let name = "reference"

  /// Whether it answers the tensors that serve the bound, too, which no verdict asks for.
  private let answersAdvisory: Bool
  /// How it computes.
  private let settings: KernelSettings

  /// Creates the implementation.
  public init() { self.init(answersAdvisory: true) }

  /// Creates the implementation, or one that leaves out what only the bound uses, or computes in another way.
  package init(answersAdvisory: Bool, settings: KernelSettings = .preferred) {
    (self.answersAdvisory, self.settings) = (answersAdvisory, settings)
  }

  /// What the reference says of itself.
  public var description: ImplementationDescription {
    ImplementationDescription(
      name: Self.name,
      version: "1",
      language: "Swift",
      offers: CaseFeature.optional.map(\.name)
    )
  }

  /// Runs the body with a session; there is nothing to open or close.
  public func withSession<Result: Sendable>(
    _ body: (any ImplementationSession) async throws -> Result
  ) async throws -> Result {
    try await body(ReferenceSession(answersAdvisory: answersAdvisory, settings: settings))
  }
}

private struct ReferenceSession: ImplementationSession {
  let answersAdvisory: Bool
  let settings: KernelSettings

  func answer(_ request: CaseRequest) async -> CaseAnswer {
    StepProgram.answer(request, isOwn: true) { configuration, state in
      ReferenceLayer(
        layer: BatchNormLayer(configuration: configuration, state: state, settings: settings),
        answersAdvisory: answersAdvisory
      )
    }
  }
}

/// The reference, with the tensors that serve the bound.
private struct ReferenceLayer: SteppedLayer {
  var layer: BatchNormLayer
  let answersAdvisory: Bool

  var state: LayerState { layer.state }

  mutating func forward(_ input: Tensor, mode: ForwardMode) throws -> LayerForward<ForwardPass> {
    let pass = try layer.forward(input, mode: mode)
    var result = LayerForward(output: pass.output, saved: pass)
    if answersAdvisory {
      result.advisory[.batchMean] = pass.batchMean
      result.advisory[.batchVar] = pass.batchVar
    }
    return result
  }

  func backward(
    _ pass: ForwardPass,
    gradOutput: Tensor,
    wants: [FirstOrderGradient]
  ) throws -> LayerGradients {
    let gradients = try pass.backward(gradOutput: gradOutput, wants: Set(wants))
    return LayerGradients(
      input: gradients.input,
      weight: gradients.weight,
      bias: gradients.bias
    )
  }

  func doubleBackward(
    _ pass: ForwardPass,
    gradOutput: Tensor,
    incoming: SecondOrderInput,
    wants: [SecondOrderGradient]
  ) throws -> LayerSecondGradients {
    let gradients = try pass.doubleBackward(
      gradOutput: gradOutput,
      incoming: incoming,
      wants: Set(wants)
    )
    return LayerSecondGradients(
      gradOutput: gradients.gradOutput,
      weight: gradients.weight,
      input: gradients.input
    )
  }

  mutating func resetRunningStats() { layer.resetRunningStats() }

  mutating func setTrackRunningStats(_ flag: Bool) { layer.tracksRunningStats = flag }

  mutating func setEps(_ eps: Double) { layer.configuration.eps = eps }

  mutating func setMomentum(_ momentum: Double?) { layer.configuration.momentum = momentum }

  // A forward keeps what a backward needs in its result, not in the layer.
  func setGradEnabled(_ flag: Bool) {}

  func copied() -> ReferenceLayer { self }

  mutating func loadState(_ state: LayerState, version: StateVersion) throws {
    try layer.loadState(state, version: version)
  }
}
