// SPDX-License-Identifier: MIT

import BNVerdicts
import BNRunFile
import BNGoldenCases
import BNReporting
import Testing

@Suite("Page of a difference")
struct DifferencePageTests {
  private func page(_ id: String) throws -> String {
    let old = Synthetic.run([
      Synthetic.outcome(id), Synthetic.outcome("b/fixed/f32", .failed),
      Synthetic.outcome("only/" + id),
    ])
    let new = Synthetic.run([
      try Synthetic.failure(id), Synthetic.outcome("b/fixed/f32"),
      Synthetic.outcome("new/case/f32"),
    ])
    return DifferencePage(RunDifference(old: old, new: new), old: old, new: new).page
  }

  @Test("has a section for every kind of change, and each link leads to one")
  func sections() throws {
    let page = try page("a/case/f32")
    let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
    let targets = page.matches(of: /href="#([^"]*)"/).map { String($0.output.1) }
    #expect(ids == ["verdict", "regressions", "fixes", "old", "new"])
    #expect(targets.allSatisfy(ids.contains) && Set(ids).isSubset(of: targets))
    #expect(page.contains("✘ 1 new failure<") && page.contains("a/case/f32"))
    #expect(!page.contains("http") && !page.contains("<script"))
  }

  @Test("groups failures by cause, and shows those of non-required cases in yellow")
  func causes() throws {
    var failed = try Synthetic.failure("a/wrong/f32")
    failed.causes = ["biased-running-var"]
    var informative = try Synthetic.failure("b/odd/f32")
    informative.level = .informative
    let names = ["a/wrong/f32", "b/odd/f32"]
    let old = Synthetic.run(names.map { Synthetic.outcome($0) })
    let new = Synthetic.run([failed, informative])
    let page = DifferencePage(RunDifference(old: old, new: new), old: old, new: new).page
    #expect(page.contains("likely stores the biased variance (fault:biased-running-var) <small>1"))
    #expect(page.contains("failed, no known cause <small>1"))
    #expect(page.contains("<td class=\"s-fail\">passed → ✘ failed"))
    #expect(page.contains("<td class=\"s-opt\">passed → ✘ failed"))
    #expect(page.contains("log scale"))
  }

  @Test(
    "holds nothing from outside as markup",
    arguments: ["<script>alert(1)</script>", "a\"b'c&d", "\u{1b}[31mred", "nul\u{0}", "\u{202e}x"]
  )
  func hostile(id: String) throws {
    let page = try page(id)
    #expect(!page.contains("<script") && !page.contains("\u{202e}"))
    let isClean = page.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || $0.value >= 0x20 }
    #expect(isClean)
  }
}
