// SPDX-License-Identifier: MIT

import BNGoldenCases
import BatchNorm
import BNTensors
import Testing

@testable import BNDiagnosis
@testable import BNVerdicts

@Suite("Symptoms of failures without a cause")
struct SymptomSummaryTests {
  /// The summary of a run of committed cases in which a tensor is changed after the specification.
  private func lines(
    _ name: TensorName,
    in cases: [GoldenCase],
    _ change: (GoldenCase, Int, Double) -> Double
  ) -> [String] {
    let outcomes = cases.map { golden -> CaseOutcome in
      let observations = golden.expectations.map { expectation -> StepObservation in
        var tensors = expectation.tensors.filter { !$0.key.isAdvisory }
        if let tensor = tensors[name] {
          let values = tensor.doubles.enumerated().map { change(golden, $0.offset, $0.element) }
          let storage = TensorStorage(tensor.elementType, rounding: values)
          tensors[name] = (try? Tensor(shape: tensor.shape, storage: storage)) ?? tensor
        }
        let error = expectation.error.map { ObservedError(kind: $0, message: "") }
        return StepObservation(error: error, tensors: tensors)
      }
      return CaseJudge(.run(nil))
        .outcome(of: golden, answer: .ran(observations), milliseconds: 0)
    }
    let summary = SymptomSummary(outcomes)
    let headline = summary.headline.map { [$0.text] } ?? []
    return headline + summary.lines.filter { $0.contains("wrong in") }
  }

  private func shapes() throws -> [GoldenCase] {
    try CommittedCases.feature("shapes").filter { $0.metadata.level == .required }
  }

  @Test("names a constant factor")
  func factor() throws {
    let lines = lines(.output, in: try shapes()) { _, _, value in 2 * value }
    #expect(lines.first?.contains("output is 2 × the expected") == true, "\(lines)")
  }

  @Test("names a factor that follows from the number of values a channel")
  func unbiased() throws {
    let cases = try shapes().filter { $0.request.configuration.inputType == .float32 }
    let lines = lines(.output, in: cases) { golden, _, value in
      guard case .forward(_, let input) = golden.request.steps[0] else { return value }
      let count = Double(input.shape.valuesPerChannel)
      return count > 1 ? value * count / (count - 1) : value
    }
    #expect(lines.first?.contains("is n/(n − 1) × the expected") == true, "\(lines)")
  }

  @Test("says where in the tensor, and in which cases")
  func place() throws {
    let cases = try CommittedCases.feature("channels").filter { $0.metadata.level == .required }
    let lines = lines(.output, in: cases) { golden, offset, value in
      guard case .forward(_, let input) = golden.request.steps[0] else { return value }
      return input.shape.channel(ofOffset: offset) >= 64 ? 0 : value
    }
    #expect(lines.first?.contains("output is 0 where it is wrong") == true, "\(lines)")
    #expect(lines.first?.contains("C ≥ ") == true, "\(lines)")
    #expect(lines.contains { $0.contains("channels ≥ 64") }, "\(lines)")
  }

  @Test("names a factor near 1 by what it departs from 1")
  func nearOne() {
    #expect(TensorRelation.multiple(1.000_002).words == "is (1 + 2.0e-6) × the expected")
    #expect(TensorRelation.multiple(0.99).words == "is (1 − 0.01) × the expected")
    #expect(TensorRelation.multiple(2).words == "is 2 × the expected")
  }

  @Test("puts what nearly all tensors are into the headline, and leaves it out below")
  func headline() throws {
    func description(_ count: Int, _ clauses: [String] = []) -> TensorDescription {
      TensorDescription(
        name: "output",
        count: 10,
        size: nil,
        findings: [TensorDescription.Finding(words: "is 0", count: count)],
        clauses: clauses,
        place: "only where N ≥ 2"
      )
    }
    let headline = try #require(Headline([description(8, ["only channel 0"])], of: 10))
    #expect(
      headline.text
        == "output is 0 where it is wrong, in 8 of 10 failing cases that no known fault explains; "
        + "only where N ≥ 2"
    )
    #expect(headline.rest(of: [description(8)]).isEmpty)
    #expect(
      headline.rest(of: [description(8, ["only channel 0"])]).map(\.texts) == [["only channel 0"]]
    )
    #expect(Headline([description(7)], of: 10) == nil)
    #expect(Headline([description(2)], of: 2) == nil)
  }

  @Test("says that the last elements are wrong where their number is no multiple of 4")
  func tail() throws {
    let lines = lines(.output, in: try shapes()) { golden, offset, value in
      guard case .forward(_, let input) = golden.request.steps[0] else { return value }
      return offset >= input.count / 4 * 4 ? 99 : value
    }
    let words = "only where the number of elements is no multiple of 4"
    #expect(lines.contains { $0.contains(words) }, "\(lines)")
  }

  @Test("says once what holds of several tensors")
  func shared() {
    let all = [("output", 5, 2.0), ("running_mean", 4, 0.5)].map { name, count, size in
      TensorDescription(name: name, count: count, size: size, clauses: ["only where N ≥ 2"])
    }
    #expect(
      TensorDescription.line(all, of: 6)
        == "output, running_mean are wrong in 5, 4 of 6: typically off by 2, 0.5 of the value; "
        + "only where N ≥ 2"
    )
  }

  @Test("says nothing where nothing failed")
  func silence() throws {
    #expect(lines(.output, in: try shapes()) { _, _, value in value } == [])
  }
}
