// SPDX-License-Identifier: MIT

import BNDiagnosis
import BNVerdicts
import BNFaults
import BNGoldenCases
import BatchNorm
import BNTensors
import Testing

@Suite("Diagnosis")
struct RunDiagnosisTests {
  private func causes(_ choices: Choices, _ cases: [GoldenCase]) -> CauseSummary {
    CauseSummary(outcomes(choices, cases))
  }

  /// The verdicts on a BatchNorm with these choices, explained.
  private func outcomes(_ choices: Choices, _ cases: [GoldenCase]) -> [CaseOutcome] {
    var diagnosis = RunDiagnosis()
    var outcomes = cases.map { golden in
      var program = FloatingProgram(golden.request, choices: choices)
      let answer = program.run()
      var outcome = CaseJudge().outcome(of: golden, answer: answer, milliseconds: 0)
      diagnosis.take(golden, answer, outcome)
      outcome.traits = TraitReader.readings(
        of: answer,
        to: golden,
        failed: outcome.status == .failed
      )
      return outcome
    }
    let findings = diagnosis.findings()
    for index in outcomes.indices {
      outcomes[index].take(findings[outcomes[index].id])
    }
    return outcomes
  }

  /// What the answers look like where no fault gives them.
  private func looks(_ choices: Choices, _ cases: [GoldenCase]) -> [String] {
    let summary = SymptomSummary(outcomes(choices, cases))
    let headline = summary.headline.map { ["looks \($0.text)"] } ?? []
    return (headline + summary.lines).filter { $0.hasPrefix("looks like") }
  }

  /// What is said of one answer.
  private func findings(on answer: CaseAnswer, to golden: GoldenCase) -> [String: Finding] {
    var diagnosis = RunDiagnosis()
    let outcome = CaseJudge().outcome(of: golden, answer: answer, milliseconds: 0)
    diagnosis.take(golden, answer, outcome)
    return diagnosis.findings()
  }

  @Test(
    "names two faults at once",
    arguments: ["biased-running-var+momentum-swapped", "eps-outside-root+biased-running-var"]
  )
  func pairs(name: String) throws {
    let cases = try CommittedCases.all { $0.tags.contains("smoke") }
    let both = try #require(FaultCatalogue.named(name))
    let summary = causes(both.choices, cases)
    #expect(
      Set(summary.causes.flatMap(\.faults)) == Set(name.split(separator: "+").map(String.init))
    )
    #expect(summary.explained == summary.failing)
  }

  @Test("names no fault where only a tolerance given instead of the case's own fails the answer")
  func foreignTolerance() throws {
    let golden = try #require(
      CommittedCases.feature("offsets").first { $0.id.text == "offsets/k10-n16/f32" }
    )
    let sound = try #require(LegalVariant.all.first { $0.name == "two-pass" })
    var program = FloatingProgram(golden.request, choices: sound.choices(seed: 0))
    #expect(findings(on: program.run(), to: golden).isEmpty)
  }

  @Test("knows a one-pass variance in any order of summation", arguments: [3, 11, 40] as [UInt64])
  func onePass(seed: UInt64) throws {
    var choices = try #require(FaultCatalogue.named("one-pass-float32")).choices
    choices.arithmetic.seed = seed
    let cases = try CommittedCases.feature("offsets").filter { $0.metadata.level == .required }
    let text =
      looks(choices, cases).joined() + causes(choices, cases).causes.flatMap(\.faults).joined()
    #expect(text.contains("one-pass-float32"), "\(text)")
  }

  @Test(
    "supposes no fault where a legal way explains the answer",
    arguments: [
      ("accumulation/skewed-column/f32", "serial-float32-sums"),
      ("types/subnormal-input/f32", "subnormals-flushed"),
      ("special/weight-infinity-training/f32", "folded-form"),
      ("backward/evaluation-then-training/f64", "evaluation-differentiated-later"),
      ("double_backward/bias-only-term/f32", "second-bias-needs-weight"),
    ]
  )
  func dialect(id: String, name: String) throws {
    let feature = String(id.prefix { $0 != "/" })
    let golden = try CommittedCases.feature(feature).filter { $0.id.text == id }
    let choices = try #require(FaultCatalogue.named(name)).choices
    #expect(outcomes(choices, golden).map(\.causes) == [[name]])
  }

  @Test(
    "knows a narrower arithmetic in any order of summation",
    arguments: [
      ("f64", "float64-in-float32"), ("f16-f32", "half-arithmetic"),
      ("bf16-f32", "bfloat16-arithmetic"),
    ]
  )
  func narrower(types: String, name: String) throws {
    var choices = try #require(FaultCatalogue.named(name)).choices
    choices.arithmetic.seed = 11
    choices.arithmetic.form = .folded
    let cases = try CommittedCases.feature("shapes")
      .filter { $0.metadata.level == .required && $0.id.text.hasSuffix("/\(types)") }
    let text =
      looks(choices, cases).joined() + causes(choices, cases).causes.flatMap(\.faults).joined()
    #expect(text.contains(name), "\(text)")
  }

  @Test(
    "takes no wrong formula for a narrower arithmetic",
    arguments: ["f64", "f16-f32", "bf16-f32"]
  )
  func formulaIsNoPrecision(types: String) throws {
    var choices = Choices()
    choices.eps.factor = 1.03
    let cases = try CommittedCases.feature("eps")
      .filter { $0.metadata.level == .required && $0.id.text.hasSuffix("/\(types)") }
    let summary = causes(choices, cases)
    #expect(summary.failing > 0)
    let named = Set(summary.causes.flatMap(\.faults))
    let narrow: Set = ["float64-in-float32", "half-arithmetic", "bfloat16-arithmetic"]
    #expect(named.isDisjoint(with: narrow), "named \(named)")
  }

  @Test(
    "knows a mistaken weight in float32 where channels have none, in the backward too or not",
    arguments: ["weight-plus-one", "weight-absolute", "weight-ignored"],
    [true, false]
  )
  func mistakenWeight(name: String, inBackward: Bool) throws {
    var choices = try #require(FaultCatalogue.named(name)).choices
    choices.backward.readsWeightAsForward = inBackward
    choices.arithmetic.format = .binary32
    choices.arithmetic.summation = .pairwise
    choices.arithmetic.seed = 5
    let ids = ["channels/c100/f32", "backward/twice/f32", "fingerprint/n6-hw-a-gradients/f32"]
    let cases = try ["channels", "backward", "fingerprint"].flatMap { feature in
      try CommittedCases.feature(feature).filter { ids.contains($0.id.text) }
    }
    #expect(cases.count == ids.count)
    let summary = causes(choices, cases)
    #expect(summary.failing > 0)
    #expect(summary.causes.first?.faults.contains(name) == true)
    #expect(summary.causes.first?.explained == summary.failing)
  }

  @Test("takes overflowing squares for float32, not for an order of summation")
  func overflow() throws {
    let golden = try CommittedCases.feature("types")
      .filter { $0.id.text == "types/squares-overflow/f32" }
    for name in ["serial-float32-sums", "float32-arithmetic"] {
      let choices = try #require(FaultCatalogue.named(name)).choices
      #expect(outcomes(choices, golden).map(\.causes) == [["float32-arithmetic"]])
    }
  }

  @Test("names what single tensors show where nothing explains the whole")
  func partial() throws {
    var choices = try #require(FaultCatalogue.named("biased-running-var")).choices
    choices.arithmetic.outputFormat = .bfloat16
    choices.affine.weightPlusOne = true
    choices.counter.countsSamples = true
    let golden = try CommittedCases.feature("fingerprint")
      .filter { $0.id.text == "fingerprint/n5-a/f32" }
    #expect(causes(choices, golden).causes.isEmpty)
    #expect(looks(choices, golden).contains { $0.contains("fault:biased-running-var") })
  }

  @Test("names no mistake where all required cases pass, and no signs of one")
  func allowed() throws {
    let fault = try #require(FaultCatalogue.named("biased-running-var"))
    var diagnosis = RunDiagnosis()
    let cases = try CommittedCases.feature("fingerprint").filter { $0.id.text.hasSuffix("/f32") }
    try #require(cases.count > 3)
    for (index, golden) in cases.enumerated() {
      var golden = golden
      golden.metadata.level = index < 2 ? .required : .recommended
      let choices = index < 2 ? Choices() : fault.choices
      var program = FloatingProgram(golden.request, choices: choices)
      let answer = program.run()
      let outcome = CaseJudge().outcome(of: golden, answer: answer, milliseconds: 0)
      diagnosis.take(golden, answer, outcome)
    }
    #expect(diagnosis.findings().values.allSatisfy { $0.causes.isEmpty && $0.signs.isEmpty })
  }

  @Test("names nothing for an answer that no known fault gives")
  func unknown() throws {
    let golden = try #require(
      try CommittedCases.feature("fingerprint").first { $0.id.text == "fingerprint/n5-a/f32" }
    )
    var program = FloatingProgram(golden.request, choices: Choices())
    guard case .ran(var seen) = program.run(),
      case .float32(let values)? = seen[0].tensors[.output]?.storage,
      let shape = seen[0].tensors[.output]?.shape
    else {
      Issue.record("no output")
      return
    }
    let odd = values.enumerated().map { $0.element + Float($0.offset % 3) }
    seen[0].tensors[.output] = try Tensor(shape: shape, storage: .float32(odd))
    #expect(findings(on: .ran(seen), to: golden).isEmpty)
  }

  @Test("knows a wrong expected value by what the specification gives")
  func wrongExpectation() throws {
    var golden = try #require(
      try CommittedCases.feature("fingerprint").first { $0.id.text == "fingerprint/n5-a/f32" }
    )
    let right = golden.expectations[0].tensors[.runningVar]
    let shape = try #require(right?.shape)
    golden.expectations[0].tensors[.runningVar] = try Tensor(
      shape: shape,
      storage: .float32(Array(repeating: 1.25, count: shape.count))
    )
    var program = FloatingProgram(golden.request, choices: Choices())
    let findings = findings(on: program.run(), to: golden)
    #expect(findings[golden.id.text]?.causes == [RunDiagnosis.wrongExpectation])
  }

  @Test("knows a refusal where none is specified, whatever its kind is called")
  func refusal() throws {
    let fault = try #require(FaultCatalogue.named("large-momentum-refused"))
    let summary = causes(fault.choices, try CommittedCases.feature("momentum"))
    #expect(summary.failing > 0)
    #expect(summary.causes.first?.faults == ["large-momentum-refused"])
  }

  @Test("finds the same whatever the order of the cases")
  func order() throws {
    let cases = try CommittedCases.all { $0.tags.contains("smoke") }
    let fault = try #require(FaultCatalogue.named("grad-bias-averaged+momentum-swapped"))
    let forwards = causes(fault.choices, cases)
    #expect(forwards == causes(fault.choices, cases.reversed()))
    #expect(forwards.causes.count == 2)
  }

  @Test("names a fault that is met in one type only, with the type")
  func scope() throws {
    let cases = try CommittedCases.feature("eps").filter { $0.metadata.level == .required }
    let fault = try #require(FaultCatalogue.named("eps-outside-root"))
    var diagnosis = RunDiagnosis()
    var outcomes = cases.map { golden in
      let isMet = golden.request.configuration.inputType == .float64
      var program = FloatingProgram(golden.request, choices: isMet ? fault.choices : Choices())
      let answer = program.run()
      let outcome = CaseJudge().outcome(of: golden, answer: answer, milliseconds: 0)
      diagnosis.take(golden, answer, outcome)
      return outcome
    }
    let findings = diagnosis.findings()
    for index in outcomes.indices {
      outcomes[index].take(findings[outcomes[index].id])
    }
    let summary = CauseSummary(outcomes)
    #expect(summary.causes.first?.faults.contains("eps-outside-root") == true)
    #expect(summary.explained == summary.failing)
    #expect(summary.causes.first?.contradicting == 0)
  }

  @Test("names a mistake of tiles in any of its forms", arguments: 0..<4)
  func forms(number: Int) throws {
    let cases = try CommittedCases.feature("shapes").filter { $0.metadata.level == .required }
    let fault = try #require(FaultCatalogue.named("remainder-of-8-dropped"))
    let summary = causes(fault.forms[number], cases)
    #expect(summary.causes.map(\.faults) == [[fault.name]])
    #expect(summary.explained == summary.failing)
  }

  @Test("is sure of a fault that other answers deny only with the scope in which it is met")
  func otherForm() throws {
    let cases = try CommittedCases.feature("shapes").filter { $0.metadata.level == .required }
    var choices = Choices()
    choices.layout.droppedRemainder = (10, 0)
    choices.statistics.dividesByAll = true
    let sure = causes(choices, cases).causes.filter(\.isSure)
    #expect(sure.allSatisfy { $0.scope != nil })
  }

  @Test("combines faults by name, each once")
  func combined() {
    #expect(FaultCatalogue.named("biased-running-var+eps-missing")?.name.contains("+") == true)
    #expect(FaultCatalogue.named("biased-running-var+nothing") == nil)
    #expect(FaultCatalogue.named("biased-running-var+biased-running-var") == nil)
    #expect(FaultCatalogue.named("biased-running-var+") == nil)
  }
}
