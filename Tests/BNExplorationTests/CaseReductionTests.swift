// SPDX-License-Identifier: MIT

import BNGoldenCases
import BNRecipes
import BNTensors
import BatchNorm
import Testing

@testable import BNExploration

@Suite("Smaller cases")
struct CaseReductionTests {
  @Test(
    "every smaller case is a case: the specification computes it, and no gradient lost its forward"
  )
  func valid() async throws {
    for index in 0..<60 as Range<UInt64> {
      let outline = CaseOutline(seed: 21, index: index)
      guard outline.profile == .math, let request = outline.request() else { continue }
      for reduction in CaseReduction.all {
        for place in 0..<12 {
          guard let smaller = reduction.candidate(request, place) else { break }
          let golden = await SpecifiedCase.golden(smaller, outline.metadata)
          // Of one value there is no variance, and no gradient.
          guard let golden else {
            #expect(smaller.hasOneValue, "\(outline.name), place \(place)")
            continue
          }
          guard !golden.expectations.contains(where: { $0.error != nil }) else { continue }
          #expect(golden.request == smaller, "\(outline.name), place \(place)")
        }
      }
    }
  }

  @Test("a step goes with what refers to it")
  func steps() throws {
    let x = try Tensor(shape: Shape([2, 1]), storage: .float32([1, 2]))
    let request = CaseRequest(
      id: try CaseID("drawn/1-2/f32"),
      configuration: LayerConfiguration(kind: .oneDimensional, numFeatures: 1),
      initialState: LayerState(),
      steps: [
        .forward(mode: .training, input: x), .forward(mode: .evaluation, input: x),
        .backward(of: 1, gradOutput: x, wants: [.input]),
        .backward(of: 0, gradOutput: x, wants: [.input]),
      ]
    )
    #expect(request.without(step: 1)?.steps.map(\.origin) == [nil, 0])
    #expect(request.without(step: 0)?.steps.map(\.origin) == [nil, 0])
    #expect(request.keeping([0]).without(step: 0) == nil)
  }

  @Test("channels and samples are cut out of every tensor that has them")
  func cuts() throws {
    let x = try Tensor(shape: Shape([2, 3, 2]), storage: .float32((0..<12).map { Float($0) }))
    #expect(x.keeping(Cut(range: 1..<2), axis: 1)?.doubles == [2, 3, 8, 9])
    #expect(x.keeping(Cut(range: 1..<2), axis: 0)?.doubles == [6, 7, 8, 9, 10, 11])
    #expect(x.keeping(Cut(range: 0..<1), axis: 2)?.doubles == [0, 2, 4, 6, 8, 10])
    #expect(x.keeping(Cut(range: 0..<4), axis: 1) == nil)
  }
}

extension CaseRequest {
  /// Whether a forward has one value of each channel: an error where its own statistics are used (R11).
  fileprivate var hasOneValue: Bool {
    steps.contains { step in
      if case .forward(_, let input) = step {
        input.shape.valuesPerChannel == 1
      } else {
        false
      }
    }
  }
}
