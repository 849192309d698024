// SPDX-License-Identifier: MIT

import Conformance
import Foundation
import GoldenCases
import Reporting
import Testing

@Suite("Explanation of a case")
struct CaseExplanationTests {
  private func lines(
    _ id: String,
    channels: Int = 1,
    change: (inout GoldenCase) -> Void = { _ in }
  ) throws -> [String] {
    let file = try #require(id.split(separator: "/").first)
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Golden/\(file).h5")
      .path(percentEncoded: false)
    let cases = try GoldenFile.read(path: path).cases.map { try $0.get() }
    var golden = try #require(cases.first { $0.id.text == id })
    change(&golden)
    return CaseExplanation.lines(for: golden, channelLimit: channels)
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

  @Test("has no more digits than tell a float32 from its neighbours")
  func digits() throws {
    let texts = try lines("backward/affine-bias-training/f32").joined(separator: " ")
      .split(separator: " ")
    let longest = texts.filter { Double($0) != nil }.map { $0.filter(\.isNumber).count }.max()
    #expect((longest ?? 99) <= 11)
  }
}
