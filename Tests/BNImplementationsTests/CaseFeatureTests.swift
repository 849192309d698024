// SPDX-License-Identifier: MIT

import BatchNorm
import BNGoldenCases
import BNTensors
import Testing

@testable import BNImplementations

@Suite("What a case needs")
struct CaseFeatureTests {
  private func request(
    _ change: (inout CaseRequest) throws -> Void = { _ in }
  ) throws -> CaseRequest {
    let channel = Tensor(vector: .float32([1]))
    var request = CaseRequest(
      id: try CaseID("a/b/f32"),
      configuration: LayerConfiguration(kind: .oneDimensional, numFeatures: 1),
      initialState: LayerState(
        weight: channel,
        bias: channel,
        runningMean: channel,
        runningVar: channel,
        numBatchesTracked: 0
      ),
      steps: [
        .forward(
          mode: .training,
          input: try Tensor(shape: Shape([2, 1]), storage: .float32([1, 2]))
        )
      ]
    )
    try change(&request)
    return request
  }

  private let plain: Set<CaseFeature> = [
    .kind(.oneDimensional), .inputType(.float32), .parameterType(.float32), .training, .rank(2),
  ]

  @Test("a usual layer needs its kind, its types and its steps")
  func usual() throws { #expect(try request().features == plain) }

  @Test("constructor flags, absent tensors and odd shapes are told apart")
  func states() throws {
    let partial = try request { $0.initialState.bias = nil }
    #expect(partial.features == plain.union([.partialAffine]))
    let bare = try request {
      $0.configuration.affine = false
      ($0.initialState.weight, $0.initialState.bias) = (nil, nil)
    }
    #expect(bare.features == plain.union([.withoutAffine]))
    let surplus = try request { $0.configuration.affine = false }
    #expect(surplus.features == plain.union([.withoutAffine, .irregularState]))
    let unpaired = try request { $0.initialState.runningVar = nil }
    #expect(unpaired.features == plain.union([.irregularState]))
    let wide = try request { $0.initialState.weight = Tensor(vector: .float32([1, 1])) }
    #expect(wide.features == plain.union([.irregularState]))
  }

  @Test("what is optional is asked only of those who offer it")
  func optional() throws {
    let request = try request {
      $0.usesDefaults = true
      $0.steps += [.setEps(0.5), .setMomentum(nil), .setGradEnabled(false), .copy, .switchCopy]
    }
    #expect(
      request.features
        == plain.union(CaseFeature.optional).union([.cumulativeMomentum])
    )
    var description = ImplementationDescription(name: "x", version: "1", language: "Swift")
    #expect(description.limit(for: request)?.feature == "copy")
    description.offers = CaseFeature.optional.map(\.name)
    #expect(description.limit(for: request) == nil)
    description.unsupported = [DeclaredLimit(feature: "defaults")]
    #expect(description.limit(for: request)?.feature == "defaults")
    #expect(description.limit(for: try self.request()) == nil)
  }

  @Test("steps and values count")
  func steps() throws {
    let request = try request {
      $0.configuration.momentum = nil
      $0.configuration.inputType = .float16
      $0.steps = [
        .forward(
          mode: .evaluation,
          input: try Tensor(shape: Shape([0, 1]), storage: .float16([]))
        ),
        .resetRunningStats, .setTrackRunningStats(false),
      ]
    }
    #expect(
      request.features == [
        .kind(.oneDimensional), .inputType(.float16), .parameterType(.float32), .mixedTypes,
        .cumulativeMomentum, .evaluation, .emptyInput, .resetRunningStats, .setTrackRunningStats,
        .rank(2),
      ]
    )
  }

  @Test("a declared limit keeps a case away, another one does not")
  func limits() throws {
    var description = ImplementationDescription(name: "x", version: "1", language: "C")
    #expect(try description.limit(for: request()) == nil)
    description.unsupported = [
      DeclaredLimit(feature: "backward"), DeclaredLimit(feature: "kind=1d", reason: "4d only"),
    ]
    #expect(try description.limit(for: request())?.reason == "4d only")
    description.unsupported = [DeclaredLimit(feature: "backward")]
    #expect(try description.limit(for: request()) == nil)
    description.types = [.float64]
    #expect(try description.limit(for: request())?.feature == "float32")
    description.types = [.float64, .float32]
    #expect(try description.limit(for: request { $0.configuration.inputType = .int64 }) == nil)
  }
}
