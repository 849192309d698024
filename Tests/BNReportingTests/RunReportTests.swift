// SPDX-License-Identifier: MIT

import BNRunFile
import BNVerdicts
import Foundation
import Testing

@testable import BNReporting

/// Every format, on names and messages that try to get out of it.
@Suite("Reports of runs")
struct RunReportTests {
  private static let hostile = [
    "<script>alert(1)</script>", "a\"b'c&d", "\u{1b}[31mred\u{1b}[0m", "nul\u{0}byte", "]]>",
    "| pipe | `code` |\n# head", "\u{202e}gnp.exe", "\u{ffff}\u{fffe}", "${{ secrets }} ::error::x",
    String(repeating: "long ", count: 4000),
  ]

  private func run(_ texts: [String]) -> RunFile {
    Synthetic.run(
      texts.flatMap { text -> [CaseOutcome] in
        var failed = Synthetic.outcome(text, .failed)
        (failed.reason, failed.title, failed.rationale) = (text, text, text)
        var errored = Synthetic.outcome("e/" + text, .errored)
        errored.reason = text
        return [failed, errored, Synthetic.outcome("p/" + text)]
      }
    )
  }

  @Test("the page holds nothing from outside as markup", arguments: hostile)
  func page(text: String) {
    let page = HTMLReport([run([text])]).page
    #expect(page.components(separatedBy: "<script").count == 2)
    #expect(!page.contains("alert(1)<"))
    let isClean = page.unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || scalar == "\t" || scalar.value >= 0x20 && scalar.value != 0xffff
    }
    #expect(isClean)
    #expect(!page.contains("\u{202e}"))
  }

  @Test("the page loads nothing and has each id once")
  func selfContained() {
    let page = HTMLReport([run(["a/1/f32"]), run(["a/1/f32", "b/2/f32"])]).page
    #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("src="))
    let ids = page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count)
    let targets = page.matches(of: /href="#([^"]*)"/).map { String($0.output.1) }
    #expect(targets.allSatisfy(ids.contains))
  }

  @Test("the folder has style and script in files, and a page without either")
  func folder() throws {
    let files = HTMLReport([run(["a/1/f32"])]).folder
    #expect(files.map(\.name) == ["index.html", "report.css", "report.js"])
    let page = try #require(files.first).text
    #expect(
      !page.contains("<style") && !page.contains("style=") && page.contains("href=\"report.css\"")
    )
  }

  @Test("Markdown has one row a case, whatever the texts say", arguments: hostile)
  func markdown(text: String) {
    let report = MarkdownReport([run([text])]).text
    #expect(!report.contains("<script"))
    #expect(!report.contains("\u{1b}") && !report.contains("\u{0}"))
    let rows = report.split(separator: "\n").filter { $0.hasPrefix("| ✘") || $0.hasPrefix("| !") }
    #expect(rows.count == 2)
  }

  @Test("Markdown stays within the size that GitHub takes and says what is left out")
  func markdownLimit() {
    let many = (0..<9000).map { "feature/case-\($0)-" + String(repeating: "x", count: 90) + "/f32" }
    let report = MarkdownReport([run(many)]).text
    #expect(report.utf8.count <= MarkdownReport.limit)
    #expect(report.contains(" more; the size limit leaves no room for them here."))
  }

  @Test("every format says the likely cause before what was found")
  func causes() throws {
    var failed = Synthetic.outcome("a/1/f32", .failed, reason: "off by 2")
    failed.causes = ["biased-running-var"]
    let run = Synthetic.run([failed])
    let sentence = "likely stores the biased variance (fault:biased-running-var): off by 2"
    #expect(String(decoding: try CTRFReport([run]).bytes(), as: UTF8.self).contains(sentence))
    #expect(MarkdownReport([run]).text.contains("| \(sentence) |"))
    #expect(JUnitReport(run).text.contains("message=\"\(sentence)\""))
    #expect(GitHubAnnotations.lines([run]) == ["::error title=mylib a/1/f32::\(sentence)"])
  }

  @Test("CTRF counts what it holds")
  func ctrf() throws {
    let bytes = try CTRFReport([run(Self.hostile)]).bytes()
    let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    let results = try #require(object?["results"] as? [String: Any])
    let summary = try #require(results["summary"] as? [String: Any])
    let tests = try #require(results["tests"] as? [[String: Any]])
    #expect(summary["tests"] as? Int == tests.count && tests.count == 3 * Self.hostile.count)
    let failed = tests.count { $0["status"] as? String == "failed" }
    #expect(summary["failed"] as? Int == failed && failed == 2 * Self.hostile.count)
    let durations = tests.compactMap { ($0["duration"] as? NSNumber)?.doubleValue }
    #expect(durations.count == tests.count && durations.allSatisfy { $0 == $0.rounded() })
  }

  @Test("one JSON document holds every case")
  func json() throws {
    let bytes = try JSONReport([run(["a/1/f32"]), run(["b/1/f32"])]).bytes()
    let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    let runs = try #require(object?["runs"] as? [[String: Any]])
    #expect(runs.map { ($0["cases"] as? [Any])?.count } == [3, 3])
  }

  @Test("at most ten annotations, the last of which counts the others")
  func annotations() throws {
    #expect(GitHubAnnotations.lines([run(["a/1/f32"])]).count == 2)
    let many = GitHubAnnotations.lines([run((0..<20).map { "a/\($0)/f32" })])
    #expect(many.count == 10)
    #expect(try #require(many.last).contains("and 31 more"))
    for line in GitHubAnnotations.lines([run(Self.hostile)]) {
      #expect(line.hasPrefix("::error title=") && !line.contains("\n"))
    }
  }

  @Test("the badge says how many are wrong, as a picture and as an endpoint")
  func badge() throws {
    var finished = run(["a/1/f32"])
    finished.footer = try JSONDecoder().decode(
      RunFooter.self,
      from: Data(#"{"counts":{},"problems":0,"exitCode":1,"milliseconds":1}"#.utf8)
    )
    let wrong = BadgeReport(finished)
    #expect(BadgeReport(run(["a/1/f32"])).svg.contains("not complete"))
    #expect(wrong.json.contains("\"color\":\"red\"") && wrong.svg.contains("2 of 3 failed"))
    let object = try JSONSerialization.jsonObject(with: Data(wrong.json.utf8)) as? [String: Any]
    #expect(object?["schemaVersion"] as? Int == 1)
  }

  @Test("twenty thousand results are a page within seconds")
  func twentyThousand() {
    let outcomes = (0..<20_000).map { index in
      Synthetic.outcome(
        "feature\(index % 20)/case-\(index)/f32",
        index % 7 == 0 ? .failed : .passed
      )
    }
    let page = HTMLReport([Synthetic.run(outcomes)]).page
    #expect(page.utf8.count < 20_000_000)
    #expect(page.components(separatedBy: "<tbody id=\"c-feature").count == 20_001)
  }
}
