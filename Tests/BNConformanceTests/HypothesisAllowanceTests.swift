// SPDX-License-Identifier: MIT

import BNTensors
import Testing

@testable import BNVerdicts

@Suite("Allowances of hypotheses")
struct HypothesisAllowanceTests {
  /// Two samples of two channels.
  private func tensor(_ values: [Float]) throws -> Tensor {
    try Tensor(shape: Shape([2, 2]), storage: .float32(values))
  }

  private func widened(
    _ allowances: [Double],
    _ specified: [Float],
    _ hypothesis: [Float]
  ) throws -> [Double] {
    try HypothesisAllowance.widened(
      allowances,
      specified: tensor(specified),
      hypothesis: tensor(hypothesis)
    )
  }

  @Test("are the case's own where the hypothesis stays within them")
  func same() throws {
    let allowances = [1e-6, 2e-6, 1e-6, 2e-6]
    #expect(try widened(allowances, [1, 2, 3, 4], [1, 2, 3, 4]) == allowances)
    #expect(try widened(allowances, [1, 2, 3, 4], [1.0000001, 2, 3, 4]) == allowances)
  }

  @Test("are a typical part of the largest departure in a channel of zeros")
  func zeros() throws {
    // Channel 1 is zero by specification, 5 and 0.001 by the hypothesis; 1e-6 of a value is typical.
    let found = try widened([1e-6, 1e-45, 2e-6, 1e-45], [1, 0, 2, 0], [1, 5, 2, 0.001])
    #expect(found[0] == 1e-6 && found[2] == 2e-6)
    #expect(abs(found[1] - 5e-6) < 1e-12)
    #expect(found[1] == found[3])
  }

  @Test("grow with the channel, and only where the hypothesis departs")
  func growth() throws {
    let found = try widened([1e-9, 1e-6, 1e-9, 1e-6], [0.001, 1, 0.002, 1], [0.1, 1, 0.002, 1])
    #expect(abs(found[0] - 50e-9) < 1e-7)
    #expect(found[0] >= 50e-9)
    #expect(found[1] == 1e-6 && found[2] == 1e-9 && found[3] == 1e-6)
  }

  @Test("of a tensor of zeros are a few roundings of the departure")
  func unknown() throws {
    let found = try widened([0, 0, 0, 0], [0, 0, 0, 0], [2, 0, 0, 0])
    #expect(found[0] == 2 * 17 * 0x1p-24)
    #expect(found[1] == 0 && found[3] == 0)
  }

  @Test("say nothing of infinities and NaN")
  func special() throws {
    let allowances = [1e-6, .infinity, .nan, 1e-6]
    let found = try widened(allowances, [1, .infinity, .nan, 1], [.nan, 1, 2, .infinity])
    #expect(found[0] == 1e-6 && found[1] == .infinity && found[2].isNaN && found[3] == 1e-6)
  }
}
