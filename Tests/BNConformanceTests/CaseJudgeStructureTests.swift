// SPDX-License-Identifier: MIT

import BatchNorm
import BNVerdicts
import BNGoldenCases
import BNTensors
import Testing

@Suite("Case judge, structure")
struct CaseJudgeStructureTests {
  private func outcome(
    _ program: OneChannelProgram,
    changing change: (inout [StepObservation]) -> Void
  ) throws -> CaseOutcome {
    var answer = program.answer
    change(&answer)
    return CaseJudge().outcome(of: try program.golden(), answer: .ran(answer), milliseconds: 0)
  }

  private func training() -> OneChannelProgram {
    var program = OneChannelProgram()
    program.train([1, 3, 2, -4])
    return program
  }

  private func failing(_ outcome: CaseOutcome) -> [String: ItemVerdict] {
    Dictionary(
      outcome.items.filter { $0.verdict != .passed }.map { ($0.name, $0.verdict) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  @Test("reports a missing tensor")
  func missing() throws {
    let outcome = try outcome(training()) { $0[0].tensors[.output] = nil }
    #expect(outcome.status == .wrongStructure)
    #expect(outcome.reason == "output after step 0 is missing")
    #expect(failing(outcome) == ["output": .missing])
  }

  @Test("reports a wrong shape and a wrong type before any value")
  func shapeAndType() throws {
    let outcome = try outcome(training()) {
      $0[0].tensors[.output] = .vector([1, 2, 3, 4])
      $0[0].tensors[.runningMean] = Tensor(vector: .float64([0]))
      $0[0].tensors[.runningVar] = .vector([77])
    }
    #expect(outcome.status == .wrongStructure)
    #expect(outcome.reason == "output after step 0 has the wrong shape: expected [4,1], got [4]")
    #expect(
      failing(outcome)
        == ["output": .wrongShape, "running_mean": .wrongType, "running_var": .failed]
    )
    #expect(outcome.items[1].detail == "expected float32, got float64")
  }

  @Test("says that the dimensions of an answer are reversed")
  func reversed() throws {
    let outcome = try outcome(training()) {
      $0[0].tensors[.output] = try? Tensor(shape: Shape([1, 4]), storage: .float32([1, 2, 3, 4]))
    }
    let expected = "expected [4,1], got [1,4]: the dimensions are reversed"
    #expect(outcome.reason == "output after step 0 has the wrong shape: " + expected)
  }

  @Test("wants the counter as an int64 scalar")
  func counter() throws {
    let vector = try outcome(training()) {
      $0[0].tensors[.numBatchesTracked] = Tensor(vector: .int64([1]))
    }
    #expect(failing(vector) == ["num_batches_tracked": .wrongShape])
    let wrong = try outcome(training()) { $0[0].tensors[.numBatchesTracked] = Tensor(scalar: 0) }
    #expect(wrong.status == .failed)
    #expect(
      wrong.reason
        == "num_batches_tracked after step 0: 1 of 1 elements out of tolerance, "
        + "worst 1 ULP away, 0 allowed"
    )
  }

  @Test("reports gradients that were not asked for, and state that is None")
  func unexpected() throws {
    var program = OneChannelProgram(tracks: false)
    program.train([1, 3, 2, -4])
    try program.backward(of: 0, [1, 2, 3, 5], wants: [.input])
    let outcome = try outcome(program) {
      $0[0].tensors[.runningMean] = .vector([0])
      $0[1].tensors[.gradBias] = .vector([11])
    }
    #expect(outcome.status == .wrongStructure)
    #expect(failing(outcome) == ["running_mean": .unexpected, "grad_bias": .unexpected])
    #expect(
      outcome.reason
        == "running_mean after step 0 is unexpected: the layer has no such tensor here"
    )
  }

  @Test("ignores advisory tensors, and wants parameters unchanged where they are reported")
  func unasked() throws {
    let silent = try outcome(training()) {
      $0[0].tensors[.batchMean] = Tensor(vector: .float64([123]))
      $0[0].tensors[.weight] = .vector([1.5])
    }
    #expect(silent.status == .passed)
    let changed = try outcome(training()) { $0[0].tensors[.weight] = .vector([Float(1.5).nextUp]) }
    #expect(changed.status == .failed)
    #expect(failing(changed) == ["weight": .failed])
  }

  @Test("fails a step that modifies its input")
  func input() throws {
    let outcome = try outcome(training()) { $0[0].inputUnchanged = false }
    #expect(outcome.status == .failed)
    #expect(outcome.reason == "step 0: the step modified its input")
    let kept = try self.outcome(training()) { $0[0].inputUnchanged = true }
    #expect(kept.items.first?.name == "input" && kept.status == .passed)
  }

  @Test("passes the expected kind of error, and the state after it")
  func expectedError() throws {
    var program = OneChannelProgram()
    program.fail(.tooFewValues, [1])
    let outcome = try outcome(program) { _ in }
    #expect(outcome.status == .passed)
    #expect(outcome.items.first?.name == "error" && outcome.items.first?.detail == "too_few_values")
    let stale = try self.outcome(program) {
      $0[0].tensors[.numBatchesTracked] = Tensor(scalar: 0)
    }
    #expect(failing(stale) == ["num_batches_tracked": .failed])
  }

  @Test("tells a wrong kind, an error not raised and an unexpected error apart")
  func errors() throws {
    var program = OneChannelProgram()
    program.fail(.tooFewValues, [1])
    let wrong = try outcome(program) {
      $0[0].error = ObservedError(kind: .rankMismatch, message: "2D?\nno")
    }
    #expect(wrong.status == .failed && failing(wrong) == ["error": .wrongError])
    #expect(
      wrong.reason == "step 0: expected error too_few_values, got rank_mismatch: 2D? no"
    )
    let unknown = try outcome(program) { $0[0].error?.kind = nil }
    #expect(failing(unknown) == ["error": .wrongError])
    let silent = try outcome(program) {
      $0[0].error = nil
      $0[0].tensors[.output] = .column([0])
    }
    #expect(silent.status == .failed && failing(silent) == ["error": .missing])
    #expect(silent.reason == "step 0: expected error too_few_values, none was raised")
    let raised = try outcome(training()) {
      $0[0] = StepObservation(error: ObservedError(kind: .nonpositiveEps, message: "eps"))
    }
    #expect(raised.status == .failed && failing(raised) == ["error": .unexpected])
    #expect(raised.reason == "step 0: unexpected error nonpositive_eps: eps")
  }
}
