// SPDX-License-Identifier: MIT

import BNGoldenCases
import BNTensors
import Testing

@testable import BNDiagnosis
@testable import BNVerdicts

@Suite("Properties that tell failing cases from others")
struct CaseScopeTests {
  private func facets(_ shapes: [[Int]]) throws -> [CaseFacets] {
    try shapes.map { dimensions in
      let item = JudgedItem(
        step: 0,
        name: "output",
        verdict: .passed,
        elementType: .float32,
        shape: try Shape(dimensions)
      )
      return CaseFacets(
        CaseOutcome(
          id: "shapes/one/f32",
          title: "",
          level: .required,
          profile: .math,
          rules: [],
          tags: [],
          status: .passed,
          items: [item]
        )
      )
    }
  }

  @Test("know the remainders of channels")
  func channels() throws {
    let odd = try facets([[4, 5, 8], [4, 6, 4], [8, 7, 4], [2, 3, 4]])
    let even = try facets([[4, 4, 8], [4, 8, 4], [8, 16, 4], [2, 12, 4]])
    #expect(
      CaseScope.separating(odd, from: even)?.words == "where C is no multiple of 4"
    )
    #expect(CaseScope.separating(even, from: odd)?.words == "where C is a multiple of 4")
  }

  @Test("say nothing of H ≠ W by tensors without planes")
  func planes() throws {
    let wide = try facets([[2, 3, 4, 5], [3, 4, 6, 2], [2, 5, 3, 7]])
    let flat = try facets([[2, 3], [3, 4], [2, 5]])
    let square = try facets([[2, 3, 4, 4], [3, 4, 2, 2], [2, 5, 7, 7]])
    #expect(flat.allSatisfy { !$0.has(.isSquare) })
    let keys: [CaseFacets.Key] = [.isSquare]
    #expect(CaseScope.separating(wide, from: flat, by: keys) == nil)
    #expect(
      CaseScope.separating(wide, from: flat + square, by: keys)?.words == "for planes with H ≠ W"
    )
  }

  @Test("are no types where all cases have one")
  func types() throws {
    let cases = try facets([[2, 3], [3, 4], [2, 5]])
    #expect(CaseScope.separating(cases, from: cases, by: [.inputType]) == nil)
  }

  @Test("are two where neither tells enough: n is no multiple of 4, and not small")
  func pair() throws {
    let wrong = try facets((5..<60).filter { $0 % 4 != 0 }.map { [$0, 8] })
    let right = try facets(
      (2..<60).filter { $0 % 4 == 0 || $0 < 4 }.flatMap { n in [[n, 8], [n, 9], [n, 3]] }
    )
    let pair = try #require(CaseScope.pair(wrong, from: right))
    #expect(pair.0.words == "where n is no multiple of 4")
    #expect(pair.1.words == "where n ≥ 5 values a channel")
    #expect(CaseScope.pair(Array(wrong.prefix(9)), from: right) == nil)
  }

  @Test("are told only where chance does not find one of many")
  func chance() {
    #expect(!WrongTensor.isTelling(3, 3))
    #expect(!WrongTensor.isTelling(100, 0))
    #expect(WrongTensor.isTelling(4, 10))
    #expect(WrongTensor.isTelling(300, 2))
  }
}
