// SPDX-License-Identifier: MIT

import BNVerdicts
import BNBounds
import BNRunFile
import BNGoldenCases
import BNReporting
import Testing

@Suite("JUnit report")
struct JUnitReportTests {
  private func read(_ run: RunFile) throws -> XMLReading { try XMLReading(JUnitReport(run).text) }

  @Test(
    "has one test for each case, whose message begins with the cause and whose text names its tensors"
  )
  func cases() throws {
    var failed = try Synthetic.failure()
    failed.causes = ["biased-running-var"]
    let passed = Synthetic.outcome(
      "eps/one/f32",
      items: [try Synthetic.item("output"), try Synthetic.item("running_mean")]
    )
    let document = try read(Synthetic.run([passed, failed]))
    #expect(
      document.all("testcase").compactMap { $0.attributes["name"] } == [
        "eps/one/f32", "eps/tiny/f32",
      ]
    )
    let failure = try #require(document.all("failure").first)
    #expect(
      failure.attributes["message"]
        == "likely stores the biased variance (fault:biased-running-var): "
        + "output after step 0: 2 of 12 elements out of tolerance"
    )
    let lines = failure.text.split(separator: "\n")
    #expect(lines[1] == "likely: stores the biased variance (fault:biased-running-var)")
    #expect(lines[2].hasPrefix("step 0 output: 2 of 12 elements out of tolerance; worst [1,2]"))
    #expect(lines[3].hasPrefix("step 1 running_mean: 1 of 3"))
    #expect(lines[4].contains("R23 the running variance is unbiased"))
    #expect(lines.last == "bnconform run --implementation mylib --filter eps/tiny/f32")
    let suite = try #require(document.all("testsuite").first).attributes
    #expect(suite["tests"] == "2" && suite["failures"] == "1")
  }

  @Test("has one test for each tensor if asked, in one flat suite")
  func structure() throws {
    let passed = Synthetic.outcome(
      "eps/one/f32",
      items: [try Synthetic.item("output"), try Synthetic.item("running_mean")]
    )
    let run = Synthetic.run([passed, try Synthetic.failure()])
    let document = try XMLReading(JUnitReport(run, detail: .tensors).text)
    #expect(document.all("testsuites").count == 1)
    #expect(document.all("testsuite").map(\.depth) == [1])
    let cases = document.all("testcase")
    #expect(cases.map(\.depth) == [2, 2, 2, 2, 2])
    #expect(
      cases.compactMap { $0.attributes["name"] } == [
        "eps/one/f32/step0.output", "eps/one/f32/step0.running_mean", "eps/tiny/f32/step0.output",
        "eps/tiny/f32/step0.running_mean", "eps/tiny/f32/step1.running_mean",
      ]
    )
    #expect(cases.allSatisfy { $0.attributes["classname"] == "mylib.eps" })
    #expect(cases.allSatisfy { $0.attributes["file"] == "eps.h5" })
    #expect(cases.compactMap { $0.attributes["time"] }.prefix(2) == ["0.001250", "0.000000"])
    let suite = try #require(document.all("testsuite").first).attributes
    #expect(suite["name"] == "mylib" && suite["tests"] == "5" && suite["failures"] == "2")
    #expect(suite["errors"] == "0" && suite["skipped"] == "0")
    #expect(suite["timestamp"] == "2026-01-31T12:00:00Z")
  }

  @Test("tells count, worst element and how to run the case again")
  func failureText() throws {
    let run = Synthetic.run([try Synthetic.failure()])
    let document = try XMLReading(JUnitReport(run, detail: .tensors).text)
    let failure = try #require(document.all("failure").first)
    #expect(
      failure.attributes["message"]
        == "2 of 12 elements out of tolerance; worst [1,2] expected 1.5, actual 1.75, 2 × allowed"
    )
    #expect(failure.attributes["type"] == "failed")
    #expect(failure.text.contains("bnconform run --implementation mylib --filter eps/tiny/f32"))
  }

  @Test("says failure, error and skipped as the exit code does")
  func kinds() throws {
    let outcomes = [
      Synthetic.outcome("a/1/f32", .errored, reason: "it crashed"),
      Synthetic.outcome("a/2/f32", .unsupported, reason: "no float16"),
      Synthetic.outcome("a/3/f32", .failed, level: .recommended, reason: "off"),
      Synthetic.outcome("a/4/f32", .errored, level: .informative, reason: "it crashed"),
      Synthetic.outcome("a/5/f32", .expectedFailure, reason: "known"),
      Synthetic.outcome("a/6/f32", .unexpectedPass, reason: "stale"),
      Synthetic.outcome("a/7/f32", .notRun, reason: "interrupted"),
    ]
    let document = try read(Synthetic.run(outcomes))
    let results = document.elements.filter { $0.depth == 3 }.map(\.name)
    #expect(results == ["error", "failure", "skipped", "skipped", "skipped", "failure", "skipped"])
    let strict = Synthetic.run(outcomes, header: Synthetic.header(strict: true))
    #expect(try read(strict).elements.filter { $0.depth == 3 }.map(\.name)[2] == "failure")
  }

  @Test("reports what could not be judged as errors")
  func problems() throws {
    let problem = RunProblem(
      .reader,
      file: "eps.h5",
      caseName: "eps/one/f32",
      problem: "the worker was killed",
      hint: "look",
      standardError: "oh no"
    )
    let document = try read(Synthetic.run([], problems: [problem, problem]))
    let cases = document.all("testcase")
    #expect(
      cases.compactMap { $0.attributes["name"] } == ["eps.h5/eps/one/f32", "eps.h5/eps/one/f32 #2"]
    )
    #expect(cases.first?.attributes["classname"] == "mylib.problems")
    #expect(document.all("error").count == 2)
    #expect(document.all("error").first?.text.contains("oh no") == true)
  }

  @Test(
    "survives hostile texts",
    arguments: [
      "<script>alert('x') & \"more\"</script>", "]]>", "\u{1B}[31mred\u{0}", "\u{FFFE}\u{FFFF}",
      "two\nlines\tand a tab\r", String(repeating: "long ", count: 2000), "ε ≤ 0 — 🙂",
      "\u{85}\u{7F}",
    ]
  )
  func hostile(text: String) throws {
    let problem = RunProblem(.format, file: text, problem: text, standardError: text)
    let outcome = Synthetic.outcome("a/1/f32", .errored, reason: text)
    let document = try read(Synthetic.run([outcome], problems: [problem]))
    let allowed = String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { scalar in
          ("\t\n\r".unicodeScalars.contains(scalar) || scalar.value >= 0x20)
            && !(0x7F...0x9F).contains(scalar.value) && !(0xFFFE...0xFFFF).contains(scalar.value)
        }
      )
    )
    let messages = document.all("error").compactMap { $0.attributes["message"] }
    #expect(messages == [allowed, allowed])
  }

  @Test("has no two test cases of the same name")
  func unique() throws {
    let outcome = Synthetic.outcome("a/1/f32")
    let document = try read(Synthetic.run([outcome, outcome, outcome]))
    let names = document.all("testcase").compactMap { $0.attributes["name"] }
    #expect(names == ["a/1/f32", "a/1/f32 #2", "a/1/f32 #3"])
  }

  @Test("tells apart test cases whose names differ only in what XML leaves out")
  func writtenNames() throws {
    let outcomes = ["a/1/f32", "a/1\u{202E}/f32", "a/\u{1B}1/f32"].map { Synthetic.outcome($0) }
    let names = try read(Synthetic.run(outcomes)).all("testcase")
      .compactMap { $0.attributes["name"] }
    #expect(names == ["a/1/f32", "a/1/f32 #2", "a/1/f32 #3"])
  }
}
