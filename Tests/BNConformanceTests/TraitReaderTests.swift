// SPDX-License-Identifier: MIT

import BNDiagnosis
import BNVerdicts
import BNFaults
import BNGoldenCases
import Testing

@Suite("Traits")
struct TraitReaderTests {
  private func summary(_ fault: String?, _ feature: String) throws -> [BatchNormTrait: [String]] {
    let choices = try fault.map { try #require(FaultCatalogue.named($0)).choices } ?? Choices()
    return try summary(choices, feature)
  }

  private func summary(_ choices: Choices, _ feature: String) throws -> [BatchNormTrait: [String]] {
    let outcomes = try CommittedCases.feature(feature).map { golden in
      var program = FloatingProgram(golden.request, choices: choices)
      let answer = program.run()
      var outcome = CaseJudge().outcome(of: golden, answer: answer, milliseconds: 0)
      outcome.traits = TraitReader.readings(of: answer, to: golden)
      return outcome
    }
    let rows = TraitSummary(outcomes).rows.map { ($0.trait, $0.values.map(\.value)) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  @Test("of a convention count if more than a few answers show them; of an algorithm all do")
  func chance() throws {
    var program = OneChannelProgram()
    program.train([1, 2, 4])
    let golden = try program.golden()
    let judged = CaseJudge().outcome(of: golden, answer: .ran(program.answer), milliseconds: 0)
    let outcomes = (0..<20).map { index in
      var outcome = judged
      outcome.traits = [
        TraitReading(.eps, index == 0 ? "outside the root" : "inside the root"),
        TraitReading(.algorithm, index == 0 ? "one-pass" : "two-pass"),
      ]
      return outcome
    }
    let rows = TraitSummary(outcomes).rows
    #expect(rows.first { $0.trait == .eps }?.values.map(\.value) == ["inside the root"])
    #expect(rows.first { $0.trait == .algorithm }?.values.count == 2)
  }

  @Test("of the specification are PyTorch's")
  func specification() throws {
    let traits = try summary(nil, "fingerprint")
    #expect(traits[.runningVariance] == ["unbiased"])
    #expect(traits[.normalizingVariance] == ["biased"])
    #expect(traits[.momentum] == ["weight of the new value"])
    #expect(traits[.momentumNone] == ["1/batches"])
    #expect(traits[.eps] == ["inside the root"])
    #expect(traits[.evaluation] == ["running statistics"])
  }

  @Test(
    "of a deviation are named, alone and beside another one",
    arguments: [
      ("biased-running-var", BatchNormTrait.runningVariance, "biased"),
      ("biased-running-var+momentum-swapped", .runningVariance, "biased"),
      ("biased-running-var+momentum-swapped", .momentum, "weight of the old value"),
      ("eps-outside-root", .eps, "outside the root"),
      ("eps-fixed-1e-3", .eps, "0.001 inside the root"),
      ("unbiased-output", .normalizingVariance, "unbiased"),
      ("evaluation-uses-batch", .evaluation, "batch statistics"),
    ]
  )
  func deviations(fault: String, trait: BatchNormTrait, value: String) throws {
    #expect(try summary(fault, "fingerprint")[trait]?.first == value)
  }

  @Test("tell two passes, updating formulas and E[x²] − mean² apart by their errors")
  func algorithms() throws {
    for (name, expected) in [("two-pass", "two-pass"), ("welford", "Welford-like")] {
      let choices = try #require(LegalVariant.named(name)).choices(seed: 0)
      #expect(try summary(choices, "offsets")[.algorithm] == [expected])
    }
    #expect(try summary("one-pass-float32", "offsets")[.algorithm]?.contains("one-pass") == true)
  }

  @Test("of subnormal results are kept or flushed")
  func subnormals() throws {
    #expect(try summary(nil, "types")[.subnormals] == ["kept"])
    #expect(try summary("subnormals-flushed", "types")[.subnormals] == ["flushed"])
  }
}
