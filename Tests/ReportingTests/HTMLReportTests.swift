// SPDX-License-Identifier: MIT

import Conformance
import Foundation
import GoldenCases
import Testing

@testable import Reporting

/// What the page says of runs, section by section.
@Suite("Page of a run")
struct HTMLReportTests {
  /// Three failures with three causes that explain one case each, one more without a cause, and passes.
  private func mixed() throws -> RunFile {
    let causes = ["biased-running-var", "eps-outside-root", "momentum-swapped"]
    var outcomes = try causes.enumerated().map { index, cause in
      var outcome = try Synthetic.failure("eps/case-\(index)/f32")
      outcome.causes = [cause]
      return outcome
    }
    outcomes.append(Synthetic.outcome("state/odd/f32", .failed, level: .informative))
    outcomes.append(Synthetic.outcome("affine/fine/f32"))
    return Synthetic.run(outcomes)
  }

  private func finished(_ run: RunFile) throws -> RunFile {
    var run = run
    run.footer = try JSONDecoder().decode(
      RunFooter.self,
      from: Data(#"{"counts":{},"problems":0,"exitCode":1,"milliseconds":1}"#.utf8)
    )
    return run
  }

  @Test("tells in the verdict what is wrong, what of it decides, and the likely cause")
  func verdict() throws {
    let page = HTMLReport([try finished(mixed())]).page
    #expect(page.contains("✘ 3 required cases wrong"))
    #expect(page.contains("<b>4</b> ✘ failed <small>(1 not required)</small>"))
    #expect(page.contains("<small>explains 1 of 4 failures</small>"))
    let onlyInformative = Synthetic.run([
      Synthetic.outcome("state/odd/f32", .failed, level: .informative),
      Synthetic.outcome("a/b/f32"),
    ])
    #expect(
      HTMLReport([try finished(onlyInformative)]).page.contains("✔ nothing required is wrong")
    )
    let good = Synthetic.run([Synthetic.outcome("a/b/f32")])
    #expect(HTMLReport([try finished(good)]).page.contains("✔ everything as expected"))
    #expect(HTMLReport([good]).page.contains("· not complete"))
  }

  @Test("keeps cases apart that different causes explain, though as many each")
  func causes() throws {
    let section = CauseSection([try mixed()]).markup.text
    #expect(section.components(separatedBy: "<details class=\"cause\"").count == 5)
    #expect(!section.contains(", or "))
    #expect(section.contains("such as eps/case-0/f32: output after step 0"))
  }

  @Test("is tiles for one run and a table for several, and says only of marks that occur")
  func matrix() throws {
    let one = MatrixSection([try mixed()]).markup.text
    #expect(one.contains("<ul class=\"tiles\">") && !one.contains("<table"))
    #expect(one.contains("yellow") && !one.contains("not supported"))
    let two = MatrixSection([try mixed(), try mixed()]).markup.text
    #expect(two.contains("<table class=\"matrix\">") && !two.contains("tiles"))
    let good = MatrixSection([Synthetic.run([Synthetic.outcome("a/b/f32")])]).markup.text
    #expect(!good.contains("yellow") && good.contains("✔ 1/1"))
  }

  @Test("names once the runs that hold no numbers, and draws those of the others")
  func margins() throws {
    var compact = try mixed()
    for index in compact.outcomes.indices { compact.outcomes[index].outcome.items = [] }
    let section = MarginSection([try mixed(), compact]).markup.text
    #expect(section.components(separatedBy: "holds no numbers").count == 2)
    #expect(section.components(separatedBy: "class=\"charts\"").count == 2)
    #expect(MarginSection([compact]).markup.text.contains("The run file holds no numbers"))
  }

  @Test("offers the filter between implementations only where there are several")
  func filter() throws {
    let one = CaseFilter([try mixed()]).markup.text
    #expect(one.contains("id=\"show\"") && !one.contains("id=\"whose\"") && !one.contains("differ"))
    let two = CaseFilter([try mixed(), try mixed()]).markup.text
    #expect(two.contains("id=\"whose\"") && two.contains("value=\"differ\""))
    #expect(two.contains("<option value=\"2\">mylib</option>"))
  }

  @Test("unfolds what a failing case says, in a row across all columns")
  func details() throws {
    let page = HTMLReport([try mixed(), try mixed()]).page
    #expect(page.components(separatedBy: "<td class=\"more\" colspan=\"3\">").count == 5)
    #expect(page.contains("<summary>details: mylib, mylib</summary>"))
    let alone = HTMLReport([try mixed()]).page
    #expect(
      alone.contains("<summary>output after step 0: 2 of 12 elements out of tolerance</summary>")
    )
    #expect(alone.components(separatedBy: "<dt>why</dt>").count == 5)
  }

  @Test("lets no marks pile up over the lines above, and leaves the usual ones alone")
  func marks() {
    let pile = "e" + String(repeating: "\u{301}", count: 10_000)
    let text = ("<p>\(pile) a\u{302}\u{323}</p>" as Markup).text
    #expect(text.unicodeScalars.count < 30)
    #expect(text.contains("\u{fffd} a\u{302}\u{323}"))
  }
}
