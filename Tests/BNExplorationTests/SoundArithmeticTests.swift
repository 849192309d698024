// SPDX-License-Identifier: MIT

import BNDifferential
import BNFaults
import BNGoldenCases
import BNRecipes
import BNTensors
import BatchNorm
import Testing

@testable import BNExploration
@testable import BNVerdicts

@Suite("Levels of drawn cases")
struct SoundArithmeticTests {
  @Test("numbers of ordinary size need no trial: every dialect passes such a case")
  func ordinary() async throws {
    let judge = CaseJudge(.hypothesis())
    let dialects = FaultCatalogue.all.filter { $0.dialect != nil }
    var tried = 0
    for index in 0..<600 as Range<UInt64> {
      let golden = try #require(await DrawnCase.golden(CaseOutline(seed: 9, index: index)))
      guard golden.metadata.level == .required, golden.request.isOrdinary,
        SoundArithmetic().passes(golden)
      else { continue }
      tried += 1
      for fault in dialects {
        var program = FloatingProgram(golden.request, choices: fault.choices)
        let outcome = judge.outcome(of: golden, answer: program.run(), milliseconds: 0)
        #expect(outcome.status == .passed, "\(fault.name) on \(golden.id)")
      }
    }
    #expect(tried > 100)
  }

  @Test("a case that a dialect fails is required of nobody")
  func dialect() async throws {
    let sound = SoundArithmetic()
    var spared = 0
    for index in 0..<1_500 as Range<UInt64> {
      let outline = CaseOutline(seed: 9, index: index)
      guard outline.regime == .subnormal || outline.regime == .nearMaximum,
        let golden = await DrawnCase.golden(outline)
      else { continue }
      if !sound.passes(golden) { spared += 1 }
    }
    #expect(spared > 0)
  }

  @Test(
    "after a load that fails for one key, statistics that were computed before keep their allowance"
  )
  func partialLoad() async throws {
    let x = try Tensor(shape: Shape([4, 1]), storage: .float32([-1, -0.75, -0.75, -0.75]))
    let configuration = LayerConfiguration(kind: .oneDimensional, numFeatures: 1)
    var partial = LayerState.initial(for: configuration)
    partial.runningVar = nil
    let golden = try #require(
      await SpecifiedCase.golden(
        CaseRequest(
          id: try CaseID("drawn/1-2/f32"),
          configuration: configuration,
          initialState: .initial(for: configuration),
          steps: [.forward(mode: .training, input: x), .loadState(version: .two, state: partial)]
        ),
        CaseMetadata(title: "", rationale: "", rules: [], level: .required, profile: .torch)
      )
    )
    #expect(golden.expectations[1].error == .missingStateKey)
    let choices = try #require(LegalVariant.named("two-pass")).choices(seed: 0)
    var program = FloatingProgram(golden.request, choices: choices)
    let outcome = CaseJudge().outcome(of: golden, answer: program.run(), milliseconds: 0)
    #expect(outcome.status == .passed, "\(outcome.reason ?? "")")
  }

  @Test("a key that the layer has no place for is an error to the faults' layer, too")
  func extraKey() async throws {
    let configuration = LayerConfiguration(kind: .oneDimensional, numFeatures: 1)
    let whole = LayerState.initial(for: configuration)
    var state = whole
    state.runningMean = nil
    let request = CaseRequest(
      id: try CaseID("drawn/1-2/f32"),
      configuration: configuration,
      initialState: state,
      steps: [.loadState(version: .two, state: whole)]
    )
    var program = FloatingProgram(request, choices: Choices())
    guard case .ran(let observations) = program.run() else { throw CancellationError() }
    #expect(observations.first?.error?.kind == .missingStateKey)
  }
}
