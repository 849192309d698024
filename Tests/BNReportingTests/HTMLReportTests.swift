// SPDX-License-Identifier: MIT

import BNVerdicts
import BNBounds
import BNRunFile
import Foundation
import BNGoldenCases
import Testing

@testable import BNReporting

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
    #expect(page.contains("✘ 3 required cases failed"))
    #expect(page.contains("<b>4</b> ✘ failed <small>(1 not required)</small>"))
    #expect(page.contains("<small>explains 1 of 3 failing cases</small>"))
    let onlyInformative = Synthetic.run([
      Synthetic.outcome("state/odd/f32", .failed, level: .informative),
      Synthetic.outcome("a/b/f32"),
    ])
    #expect(
      HTMLReport([try finished(onlyInformative)]).page.contains("✔ all required cases as expected")
    )
    let good = Synthetic.run([Synthetic.outcome("a/b/f32")])
    #expect(HTMLReport([try finished(good)]).page.contains("✔ all cases as expected"))
    #expect(HTMLReport([good]).page.contains("· not complete"))
  }

  @Test("names each likely cause in the verdict, not the first alone")
  func allCauses() throws {
    let page = VerdictSection(runs: [try finished(mixed())]).markup.text
    #expect(page.components(separatedBy: "<p class=\"likely\">").count == 4)
    #expect(page.contains("stores the biased variance"))
  }

  @Test("shows failures that do not decide the exit code in yellow, others in red")
  func colours() throws {
    let run = try finished(mixed())
    let verdict = VerdictSection(runs: [run]).markup.text
    #expect(verdict.contains("class=\"s-fail w60\"") && verdict.contains("class=\"s-opt w20\""))
    let cases = CaseSection([run]).markup.text
    #expect(cases.components(separatedBy: "<td class=\"s-fail\">").count == 4)
    #expect(cases.components(separatedBy: "<td class=\"s-opt\">").count == 2)
    var soft = try Synthetic.failure("eps/odd/f32")
    soft.level = .informative
    let chart = ShareChart([soft], strict: false).markup.text
    #expect(chart.contains("<rect class=\"soft\"") && !chart.contains("<rect class=\"bad\""))
    #expect(chart.contains("Yellow bars hold no case that is required."))
    soft.level = .recommended
    #expect(ShareChart([soft], strict: true).markup.text.contains("<rect class=\"bad\""))
  }

  @Test("labels the axes of its charts and says that they are logarithmic")
  func axes() {
    let chart = ULPChart(bins: [900, 30, 1]).markup.text
    #expect(chart.contains(">elements, log scale</text>"))
    #expect(chart.contains(">distance in ULP (log scale)</text>"))
    for tick in ["1", "10", "100"] { #expect(chart.contains(">\(tick)</text>")) }
    // On a logarithmic axis equal factors are equal heights.
    let heights = chart.matches(of: /<line class="grid"[^>]* y1="(\d+)"/).compactMap {
      Int($0.output.1)
    }
    #expect(heights.count == 3 && abs((heights[0] - heights[1]) - (heights[1] - heights[2])) <= 1)
  }

  @Test("says what the colours of a map mean, and how many elements share a cell")
  func map() {
    let map = FailureMap(
      rows: ["..oo3......x"],
      factors: [1],
      channels: 1,
      positions: 4096
    )
    let text = FailureChart(map: map).markup.text
    for meaning in ["exact", "within tolerance", "up to 10⁵ × allowed", "more, NaN or infinite"] {
      #expect(text.contains("</svg> \(meaning)</li>"))
    }
    #expect(!text.contains("up to 100 × allowed"))
    #expect(text.contains("Each cell shows the worst element of up to 342 values."))
    #expect(text.contains(">4095</text>"))
    let small = FailureMap(rows: ["..3"], factors: [1], channels: 1, positions: 3)
    #expect(!FailureChart(map: small).markup.text.contains("Each cell"))
  }

  @Test("shows the text of the rules that a failing case tests, and where it fails")
  func rules() throws {
    let page = CaseSection([try mixed()]).markup.text
    #expect(page.contains("R23 the running variance is unbiased"))
    #expect(page.contains("; only channel 2"))
  }

  @Test("keeps cases apart that different causes explain, though as many each")
  func causes() throws {
    let section = CauseSection(runs: [try mixed()]).markup.text
    #expect(section.components(separatedBy: "<details class=\"cause\"").count == 5)
    #expect(!section.contains(", or "))
    #expect(section.contains("for example eps/case-0/f32: output after step 0"))
  }

  @Test("is tiles for one run and a table for several, and says only of marks that occur")
  func matrix() throws {
    let one = MatrixSection(runs: [try mixed()]).markup.text
    #expect(one.contains("<ul class=\"tiles\">") && !one.contains("<table"))
    #expect(one.contains("yellow") && !one.contains("not supported"))
    let two = MatrixSection(runs: [try mixed(), try mixed()]).markup.text
    #expect(two.contains("<table class=\"matrix\">") && !two.contains("tiles"))
    let good = MatrixSection(runs: [Synthetic.run([Synthetic.outcome("a/b/f32")])]).markup.text
    #expect(!good.contains("yellow") && good.contains("✔ 1/1"))
  }

  @Test("names once the runs that hold no numbers, and draws those of the others")
  func margins() throws {
    var compact = try mixed()
    for index in compact.outcomes.indices { compact.outcomes[index].outcome.items = [] }
    let section = MarginSection(runs: [try mixed(), compact]).markup.text
    #expect(section.components(separatedBy: "holds no margins").count == 2)
    #expect(section.components(separatedBy: "class=\"charts\"").count == 2)
    #expect(MarginSection(runs: [compact]).markup.text.contains("The run file holds no margins"))
  }

  @Test("offers the filter between implementations only where there are several")
  func filter() throws {
    let one = CaseFilter(runs: [try mixed()]).markup.text
    #expect(one.contains("id=\"show\"") && !one.contains("id=\"whose\"") && !one.contains("differ"))
    let two = CaseFilter(runs: [try mixed(), try mixed()]).markup.text
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
