// SPDX-License-Identifier: MIT

import BNRunFile
import BNVerdicts
import Foundation
import BNGoldenCases
import Testing

@testable import BNReporting

@Suite("Console report")
struct ConsoleReportTests {
  /// What is written to the two streams.
  private final class Streams {
    var output = ""
    var error = ""

    func report(
      _ options: ConsoleOptions = ConsoleOptions(),
      isColoured: Bool = false,
      outputWidth: Int? = nil,
      errorWidth: Int? = nil
    ) -> ConsoleReport {
      let style = TextStyle(isColoured: isColoured)
      return ConsoleReport(
        options: options,
        output: ConsoleStream(style: style, width: outputWidth) { self.output += $0 },
        error: ConsoleStream(style: style, width: errorWidth) { self.error += $0 }
      )
    }
  }

  private func show(
    _ run: RunFile,
    _ options: ConsoleOptions = ConsoleOptions(),
    isColoured: Bool = false,
    width: Int? = nil,
    exitCode: RunExitCode = .asExpected
  ) -> Streams {
    let streams = Streams()
    let report = streams.report(options, isColoured: isColoured, outputWidth: width)
    report.begin(run.header)
    for file in run.files { report.release(.file(file)) }
    for outcome in run.outcomes { report.release(.outcome(outcome)) }
    for problem in run.problems { report.release(.problem(problem)) }
    for warning in run.warnings { report.release(.warning(warning)) }
    report.end(run, exitCode: exitCode)
    return streams
  }

  private func passed(_ id: String) throws -> CaseOutcome {
    let item = try Synthetic.item("output", comparison: Synthetic.comparison(count: 12))
    return Synthetic.outcome(id, items: [item])
  }

  @Test("shows no numbers of a case whose fault has none, and tells an error in one sentence")
  func withoutNumbers() throws {
    let right = try Synthetic.item("running_mean", comparison: Synthetic.comparison(count: 3))
    var shape = try Synthetic.item("output", .wrongShape)
    (shape.comparison, shape.detail) = (nil, "expected [3], got [3,1]")
    var error = try Synthetic.item("error", .unexpected)
    (error.comparison, error.detail) = (nil, "unexpected error of unknown kind: KeyError: 'weight'")
    (error.elementType, error.shape) = (nil, nil)
    for item in [shape, error] {
      let outcome = Synthetic.outcome("eps/one/f32", .failed, items: [right, item])
      #expect(CaseFigures(outcome).share == nil && CaseFigures(outcome).maxULP == nil)
    }
    let run = Synthetic.run([Synthetic.outcome("eps/one/f32", .failed, items: [right, error])])
    let text = show(run, exitCode: .notAsExpected).output
    #expect(text.contains("  step 0 error: unexpected error of unknown kind: KeyError: 'weight'\n"))
    #expect(!text.contains("share"))
  }

  @Test("gives a case a line with its numbers, and a failure the block below it")
  func snapshot() throws {
    let run = Synthetic.run([try passed("eps/one/f32"), try Synthetic.failure()])
    let text = show(run, exitCode: .notAsExpected).output
    #expect(
      text == """
        ✔ eps/one/f32  exact             share 0        0 ULP   1.2 ms
        ✘ eps/tiny/f32 failed            share 2  8388608 ULP   1.2 ms
          step 0 output float32 [4,3]: 2 of 12 elements out of tolerance (16.7 %)   certified, h = 4
            special NaN on one side only: 1, infinite on one side only: 0
            worst   [1,2] channel 2   expected 1.5   actual 1.75   |Δ| 0.25 = 2 × allowed 0.12   2097152 ULP
            where   only channel 2
          follows from step 0: running_mean after step 1
          rules   R21 eps is added inside the square root, without a clamp · R23 the running variance is unbiased
          why     Guards against something.
          again   bnconform run --implementation mylib --filter eps/tiny/f32
        unknown no known fault explains 1 of 1 failing cases
        mylib 0.9 (C)  ·  1 golden file
        STOPPED 2 cases: 1 passed (1 exact), 1 failed, 0 errored
        exit 1: 1 case not as expected

        """
    )
  }

  @Test("lists more elements and their bits if asked")
  func details() throws {
    let options = ConsoleOptions(showsBits: true, maxMismatches: 5)
    let text = show(Synthetic.run([try Synthetic.failure()]), options).output
    #expect(
      text.contains(
        "    first   [0,2] channel 2   expected NaN (0x7fc00000)   actual 2.0 (0x40000000)\n"
      )
    )
    #expect(text.contains("expected 1.5 (0x3fc00000)   actual 1.75 (0x3fe00000)"))
  }

  @Test("shows all, failures or none, but problems and the summary always")
  func show() throws {
    let problem = RunProblem(
      .format,
      file: "x.h5",
      problem: "is no HDF5 file",
      hint: "look at it",
      standardError: "last words"
    )
    let run = Synthetic.run(
      [try passed("eps/one/f32"), try Synthetic.failure()],
      problems: [problem]
    )
    let failures = show(run, ConsoleOptions(show: .failures)).output
    #expect(!failures.contains("eps/one/f32") && failures.contains("✘ eps/tiny/f32"))
    let all = show(run, ConsoleOptions(show: .all)).output
    #expect(all.contains("✔ eps/one/f32") && all.contains("✘ eps/tiny/f32"))
    let none = show(run, ConsoleOptions(show: .none)).output
    #expect(!none.contains("eps/"))
    for text in [failures, none] {
      #expect(
        text.contains("! x.h5: is no HDF5 file\n  hint    look at it\n  stderr  last words\n")
      )
      #expect(text.contains("2 cases: 1 passed"))
    }
  }

  /// A layer of one kind and type: 29 passes, 889 cases that it does not support.
  private func narrow() throws -> RunFile {
    let passes = try (0..<29).map { try passed("eps/pass-\($0)/f32") }
    let unsupported = (0..<889).map { index in
      var outcome = Synthetic.outcome(
        "shapes/other-\(index)/f64",
        .unsupported,
        reason: "adapter declares \(index < 737 ? "kind=1d" : "float64") unsupported"
      )
      outcome.isDeclared = true
      return outcome
    }
    return Synthetic.run(passes + unsupported)
  }

  @Test("sums up unsupported cases by their reasons, and lists each only if asked")
  func reasons() throws {
    let run = try narrow()
    let brief = show(run).output
    #expect(
      brief.contains(
        """
        ➜ 889 cases unsupported
          737  adapter declares kind=1d unsupported
          152  adapter declares float64 unsupported
        not listed: 24 passed; --show all lists them
        """
      )
    )
    #expect(brief.split(separator: "\n").count == 11)
    let all = show(run, ConsoleOptions(show: .all)).output
    #expect(all.components(separatedBy: "➜ shapes/").count == 890)
    #expect(!all.contains("not listed"))
    let failures = show(run, ConsoleOptions(show: .failures)).output
    #expect(failures.contains("➜ 889 cases unsupported") && !failures.contains("➜ shapes/"))
  }

  @Test("shows the first failure of a cause in full and counts the others, however many there are")
  func brief() throws {
    let failures = try (0..<400).map { index in
      var outcome = try Synthetic.failure("eps/wrong-\(index)/f32")
      outcome.causes = [index % 2 == 0 ? "eps-outside-root" : "biased-running-var"]
      return outcome
    }
    var informative = try Synthetic.failure("eps/odd/f32")
    informative.level = .informative
    let text = show(Synthetic.run(failures + [informative]), exitCode: .notAsExpected).output
    #expect(text.components(separatedBy: "\n  again ").count == 4)
    #expect(text.contains("  again   bnconform run --implementation mylib --filter eps/odd/f32"))
    #expect(text.contains("not listed: 398 failed; --show failures or --show all lists them"))
    #expect(text.contains("✘ eps/wrong-9/f32  failed\n… and 390 more\n"))
    #expect(text.split(separator: "\n").count <= 60)
    let one = show(Synthetic.run([failures[0]]), exitCode: .notAsExpected).output
    #expect(one.contains("\n  again ") && !one.contains("not listed"))
  }

  @Test("counts reasons beyond the sixth, but gives a seventh its line")
  func manyReasons() {
    func table(_ count: Int) -> [String] {
      ReasonTable(
        (0..<count).map { Synthetic.outcome("a/\($0)/f32", .untrusted, reason: "reason \($0)") }
      ).lines
    }
    #expect(table(7).count == 8 && table(7).last == "  1  reason 6")
    #expect(table(8).count == 8 && table(8).last == "  2  for 2 other reasons")
    #expect(table(0).isEmpty)
  }

  @Test("does not list cases that were not run; the problem tells why")
  func notRun() {
    let run = Synthetic.run([Synthetic.outcome("eps/one/f32", .notRun, reason: "no such program")])
    let text = show(run, exitCode: .couldNotJudge).output
    #expect(!text.contains("eps/one/f32") && text.contains("1 not run"))
  }

  @Test("lists the first ten of many superfluous answers and counts all")
  func superfluous() {
    let problems = (1...25).map {
      RunProblem(.extraAnswer, file: "answers.h5", caseName: "a/\($0)/f32", problem: "is not there")
    }
    let run = Synthetic.run([Synthetic.outcome("eps/one/f32")], problems: problems)
    let text = show(run, exitCode: .notAsExpected).output
    #expect(text.contains("a/10/f32") && !text.contains("a/11/f32"))
    #expect(text.contains("25 answers to unknown cases"))
  }

  @Test("tells a problem that cases share once and counts the rest; all shows each")
  func sharedProblem() {
    let problems = (0..<20).map { number in
      RunProblem(
        .format,
        file: "answers.h5",
        caseName: "a/\(number)/f32",
        member: "member \"step\(number).output\"",
        problem: number < 19 ? "is not a name of the format" : "is missing",
        hint: "see FORMAT.md"
      )
    }
    let run = Synthetic.run([Synthetic.outcome("eps/one/f32")], problems: problems)
    let failures = show(run, ConsoleOptions(show: .failures), exitCode: .couldNotJudge).output
    #expect(failures.contains("a/0/f32") && !failures.contains("a/1/f32"))
    #expect(failures.contains("a/19/f32"))
    #expect(
      failures.contains(
        "! 18 more cases of answers.h5: member \"stepN.output\": is not a name of the format\n"
      )
    )
    let all = show(run, ConsoleOptions(show: .all), exitCode: .couldNotJudge).output
    #expect(all.contains("a/18/f32") && !all.contains("more cases"))
  }

  @Test("marks cases that do not decide")
  func levels() {
    let outcome = Synthetic.outcome(
      "eps/one/f32",
      .failed,
      level: .recommended,
      reason: "off by one"
    )
    let text = show(Synthetic.run([outcome])).output
    #expect(text.contains("  (recommended)\n  reason  off by one\n"))
  }

  @Test(
    "keeps within the width of a terminal by leaving out the middle of ids",
    arguments: [80, 100]
  )
  func width(columns: Int) throws {
    let long = "feature/" + String(repeating: "x", count: 90) + "/f32"
    let line = try #require(
      show(Synthetic.run([try passed(long)]), width: columns).output.split(separator: "\n").first
    )
    #expect(line.count <= columns && line.contains("…") && line.contains("/f32 "))
    let whole = show(Synthetic.run([try passed(long)])).output
    #expect(whole.contains(long))
  }

  @Test("prints foreign texts without control characters")
  func hostile() {
    let reason = "bad \u{1B}[2J\nthing\u{7}"
    let outcome = Synthetic.outcome("eps/one/f32", .errored, reason: reason)
    let text = show(Synthetic.run([outcome])).output
    #expect(!text.contains("\u{1B}") && !text.contains("\u{7}"))
    #expect(text.contains("bad  [2J thing"))
  }

  @Test("sends progress to a terminal only, and takes it away before each line")
  func progress() throws {
    let streams = Streams()
    var now = ContinuousClock.now
    var progress = ProgressLine(isLive: true) { now }
    let run = Synthetic.run([try passed("eps/one/f32"), try Synthetic.failure()])
    progress.begin(run.header)
    #expect(progress.arrive(.file(run.files[0])) == nil)
    now += .milliseconds(100)
    #expect(progress.arrive(.outcome(run.outcomes[0])) == "\r\u{1B}[2K1 of 2 cases")
    now += .milliseconds(99)
    #expect(progress.arrive(.outcome(run.outcomes[1])) == nil)
    #expect(progress.clear() == "\r\u{1B}[2K")
    #expect(progress.clear() == nil)
    let report = streams.report()
    report.begin(run.header)
    for outcome in run.outcomes { report.arrive(.outcome(outcome)) }
    #expect(streams.error.isEmpty)
  }

  @Test("sends warnings to standard error")
  func warnings() {
    var run = Synthetic.run([])
    run.warnings = [RunWarning("a.h5: is not in MANIFEST.json")]
    #expect(show(run).error == "warning: a.h5: is not in MANIFEST.json\n")
  }

  @Test("colours only if told to")
  func colours() throws {
    let run = Synthetic.run([try passed("eps/one/f32")])
    #expect(show(run, isColoured: true).output.contains("\u{1B}[32m✔\u{1B}[0m"))
    #expect(!show(run).output.contains("\u{1B}"))
  }
}
