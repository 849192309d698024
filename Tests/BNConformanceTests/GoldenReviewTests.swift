// SPDX-License-Identifier: MIT

import BatchNorm
import BNBounds
import BNRunning
import BNGoldenCases
import BNTensors
import Testing

@Suite("Review of pending goldens")
struct GoldenReviewTests {
  private func cases() throws -> [GoldenCase] {
    Array(try CommittedCases.feature("eps").filter { $0.request.configuration.eps.isNaN })
      + Array(try CommittedCases.feature("momentum").prefix(3))
  }

  /// Changes the first number of the output of the first step.
  private func moved(_ golden: GoldenCase, by factor: Float) throws -> GoldenCase {
    var golden = golden
    let output = try #require(golden.expectations[0].tensors[.output])
    guard case .float32(var values) = output.storage else {
      Issue.record("no float32 output")
      return golden
    }
    values[0] = values[0] * factor
    golden.expectations[0].tensors[.output] = try Tensor(
      shape: output.shape,
      storage: .float32(values)
    )
    return golden
  }

  @Test("finds nothing in equal files, not even where eps is not a number")
  func same() throws {
    let review = GoldenReview(accepted: try cases(), pending: try cases())
    #expect(review.changed == [] && review.added == [] && review.removed == [])
    #expect(review.unchanged == (try cases()).count)
  }

  @Test("puts the largest change first, with both values")
  func order() throws {
    let old = try CommittedCases.feature("momentum").filter { $0.id.text.hasSuffix("/f32") }
    var new = old
    new[0] = try moved(old[0], by: 1 + 0x1p-20)
    new[1] = try moved(old[1], by: 1.5)
    let review = GoldenReview(accepted: old, pending: new)
    #expect(review.changed.map(\.id) == [old[1].id.text, old[0].id.text])
    let change = try #require(review.changed.first?.tensors.first)
    #expect(change.step == 0 && change.name == "output")
    let element = try #require(change.comparison?.firstMismatches.first)
    #expect(Float(element.actual.value) == Float(element.expected.value) * 1.5)
    #expect(review.changed.first?.parts == [])
  }

  @Test("names cases that came and went, and a request that changed")
  func parts() throws {
    let all = try cases()
    var new = Array(all.dropFirst())
    new[0].request.configuration.eps = 0.25
    let review = GoldenReview(accepted: Array(all.dropLast()), pending: new)
    #expect(review.removed == [all[0].id.text])
    #expect(review.added == [all[all.count - 1].id.text])
    #expect(review.changed.map(\.parts) == [["request"]])
  }
}
