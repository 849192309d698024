// SPDX-License-Identifier: MIT

import Testing

@testable import BNRunFile

@Suite("Suggestions")
struct SuggestionTests {
  @Test("counts letters inserted, removed, changed and swapped")
  func distance() {
    #expect(Suggestion.distance("reference", "reference") == 0)
    #expect(Suggestion.distance("refrence", "reference") == 1)
    #expect(Suggestion.distance("refreence", "reference") == 1)
    #expect(Suggestion.distance("", "abc") == 3)
    #expect(Suggestion.distance("kitten", "sitting") == 3)
  }

  @Test("names what is near, the nearest first, at most three")
  func names() {
    let ids = ["eps/zero/f32", "eps/zero/f64", "eps/one/f32", "shapes/zero/f32"]
    #expect(Suggestion.names(like: "eps/zero/f23", among: ids).first == "eps/zero/f32")
    #expect(Suggestion.names(like: "eps/zero", among: ids) == ["eps/zero/f32", "eps/zero/f64"])
    #expect(Suggestion.names(like: "eps/zero", among: ids, isWhole: true) == [])
    #expect(Suggestion.names(like: "something else", among: ids) == [])
    #expect(Suggestion.names(like: "", among: ids) == [])
    #expect(Suggestion.clause(for: "qqqqqq", among: ids) == "")
    let clause = Suggestion.clause(for: "shapes/zreo/f32", among: ids)
    #expect(clause.hasPrefix("; did you mean shapes/zero/f32"))
  }

  @Test("leads from an id that nothing is near to the cases of its feature")
  func features() {
    let ids = ["eps/1-training/f32", "eps/1e-12-backward/f32", "shapes/zero/f32"]
    #expect(Suggestion.clause(for: "eps/large/f23", among: ids) == "")
    for id in ["eps/large/f23", "esp/large/f23"] {
      #expect(Suggestion.caseClause(for: id, among: ids).contains("--tag eps` shows those of eps"))
    }
    #expect(Suggestion.caseClause(for: "q", among: ids) == "; `bnconform list` shows the cases")
    let near = Suggestion.caseClause(for: "shapes/zreo/f32", among: ids)
    #expect(near == Suggestion.clause(for: "shapes/zreo/f32", among: ids))
  }
}
