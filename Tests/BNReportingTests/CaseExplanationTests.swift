// SPDX-License-Identifier: MIT

import BNVerdicts
import Foundation
import BNGoldenCases
import BNReporting
import Testing

@Suite("Explanation of a case")
struct CaseExplanationTests {
  private func lines(
    _ id: String,
    channels: ExplainedChannels = .first(1),
    answer: CaseAnswer? = nil,
    recorded: CaseOutcome? = nil,
    change: (inout GoldenCase) -> Void = { _ in }
  ) throws -> [String] {
    var golden = try golden(id)
    change(&golden)
    return CaseExplanation.lines(
      for: golden,
      channels: channels,
      answer: answer,
      recorded: recorded
    )
  }

  private func golden(_ id: String) throws -> GoldenCase {
    let file = try #require(id.split(separator: "/").first)
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Golden/\(file).h5")
      .path(percentEncoded: false)
    let cases = try GoldenFile.read(path: path).cases.map { try $0.get() }
    return try #require(cases.first { $0.id.text == id })
  }

  private func row(_ name: String, _ lines: [String]) -> String? {
    lines.first { $0.hasPrefix("    \(name) ") }
  }

  @Test("shows both variances, the root and the update with their rules")
  func forward() throws {
    let lines = try lines("eps/equal-to-variance/f32")
    #expect(row("variance, biased", lines)?.contains(" 4 ") == true)
    #expect(row("variance, unbiased", lines)?.contains(" 8 ") == true)
    #expect(row("1/√(variance+eps)", lines)?.contains("0.3535534") == true)
    #expect(row("running_var", lines)?.contains("0.75 → 1.475 ") == true)
    #expect(row("running_var", lines)?.hasSuffix("R23") == true)
    #expect(lines.contains("  … 2 more channels"))
  }

  @Test("computes the batch's statistics where a golden does not give them (R9)")
  func withoutStatistics() throws {
    let id = "eps/equal-to-variance/f32"
    let without = try lines(id) { golden in
      for step in golden.expectations.indices {
        golden.expectations[step].tensors[.batchMean] = nil
        golden.expectations[step].tensors[.batchVar] = nil
      }
    }
    #expect(without == (try lines(id)))
  }

  @Test("shows a backward by the statistics of its forward")
  func backward() throws {
    let lines = try lines("backward/affine-bias-training/f32")
    #expect(row("grad_bias", lines)?.contains("3.1298823") == true)
    #expect(row("grad_input", lines)?.contains("dy − Σdy/n") == true)
    #expect(row("grad_weight", lines) == nil)
  }

  @Test("shows a double backward in evaluation without terms of the variance")
  func doubleBackward() throws {
    let lines = try lines("double_backward/affine-none-evaluation/f32")
    #expect(row("double_grad_output", lines)?.hasSuffix("R40") == true)
    #expect(row("running_mean", lines)?.contains("evaluation") == true)
  }

  @Test("shows one channel alone, and nothing of one that is not there")
  func oneChannel() throws {
    let id = "eps/equal-to-variance/f32"
    let lines = try lines(id, channels: .only(2))
    #expect(lines.filter { $0.contains("channel ") }.map { $0.prefix(12) } == ["  channel 2:"])
    #expect(!lines.contains { $0.contains("more channels") })
    #expect(try !self.lines(id, channels: .only(3)).contains { $0.contains("channel ") })
    #expect(CaseExplanation.channelCount(of: try golden(id)) == 3)
  }

  @Test("says that a counter was loaded, and counts only in a forward")
  func loadedCounter() throws {
    let lines = try lines("state/load-then-cumulative/f32")
    let counters = lines.filter { $0.hasPrefix("    num_batches_tracked ") }
    #expect(counters.count == 2)
    #expect(counters.first?.hasSuffix("loaded  R5") == true)
    #expect(counters.last?.hasSuffix("incremented before any check  R8") == true)
    #expect(lines.count { $0.hasPrefix("    averaging factor a ") } == 1)
    #expect(row("running_mean", lines)?.hasSuffix("loaded  R5") == true)
  }

  @Test("shows every digit of a case in float64")
  func allDigits() throws {
    let lines = try lines("eps/equal-to-variance/f64")
    let text = try #require(row("1/√(variance+eps)", lines))
    let figure = text.split(separator: " ").compactMap { Double($0) }.first
    #expect(figure == 1 / 8.0.squareRoot())
  }

  @Test("lays an answer beside the expected values and says what differs")
  func answer() throws {
    let id = "eps/equal-to-variance/f32"
    let golden = try golden(id)
    let expected = golden.expectations[0].tensors
    var observation = StepObservation(tensors: expected)
    observation.tensors[.runningVar] = expected[.runningMean]
    observation.tensors[.numBatchesTracked] = nil
    let lines = try lines(id, answer: .ran([observation]))
    let own = lines.enumerated().filter { $0.element.hasPrefix("      yours ") }
      .map { (of: lines[$0.offset - 1].split(separator: " ").first, text: $0.element) }
    #expect(own.map(\.of) == ["num_batches_tracked", "y", "running_mean", "running_var"])
    #expect(own.map { $0.text.hasSuffix("the same bits") } == [false, true, true, false])
    #expect(own.last?.text.hasSuffix("1 of 1 differs in bits") == true)
    let none = try self.lines(id, answer: .unsupported(reason: "no\nthing", link: nil))
    #expect(none.contains("yours: unsupported: no thing"))
  }

  @Test("shows what a run recorded: the verdict and the worst elements")
  func recorded() throws {
    let lines = try lines("eps/equal-to-variance/f32", recorded: try Synthetic.failure())
    #expect(lines.contains { $0.hasPrefix("recorded: failed") })
    let place = try #require(lines.firstIndex(of: "  recorded"))
    #expect(lines[place...].contains { $0.contains("expected ") && $0.contains("actual ") })
  }

  @Test("has no more digits than tell a float32 from its neighbours")
  func digits() throws {
    let texts = try lines("backward/affine-bias-training/f32").joined(separator: " ")
      .split(separator: " ")
    let longest = texts.filter { Double($0) != nil }.map { $0.filter(\.isNumber).count }.max()
    #expect((longest ?? 99) <= 11)
  }
}
