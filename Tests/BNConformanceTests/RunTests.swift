// SPDX-License-Identifier: MIT

import BNVerdicts
import BNBounds
import Foundation
import BNGoldenCases
import BNImplementations
import BNTensors
import BNTestSupport
import Testing

@testable import BNRunFile
@testable import BNRunning

@Suite("A run", .timeLimit(.minutes(3 * TimeScale.factor)))
struct RunTests {
  /// A plan over files of the small suite.
  private func plan(
    _ suite: SmallSuite,
    _ files: [String] = ["alpha.h5"],
    change: (inout RunPlan) -> Void = { _ in }
  ) -> RunPlan {
    var plan = Synthetic.plan(files.map { suite.folder.file($0) })
    change(&plan)
    return plan
  }

  @Test("says what a file holds, then judges its cases in the order of their ids")
  func judges() async throws {
    let suite = try await SmallSuite()
    let run = try await plan(suite).judged().run
    let file = try #require(run.files.first)
    #expect(file.selected == ["alpha/one/f32", "alpha/two/f32"] && file.cases == 2)
    #expect(file.digest != nil && file.implementation?.name == "reference")
    #expect(run.outcomes.map(\.outcome.status) == [.passed, .passed])
    #expect(run.outcomes.allSatisfy { $0.outcome.rationale == "Made up." })
    #expect(run.outcomes.allSatisfy { !$0.outcome.items.isEmpty })
  }

  @Test("judges only what is selected, but digests the whole file")
  func selects() async throws {
    let suite = try await SmallSuite()
    let whole = try await plan(suite).judged().run
    let judged = try await plan(suite) { $0.settings.selection.filters = ["*/two/*"] }.judged()
    #expect(judged.run.outcomes.map(\.outcome.id) == ["alpha/two/f32"])
    #expect(judged.run.files.first?.digest == whole.files.first?.digest)
    #expect(judged.run.files.first?.cases == 2)
    #expect(judged.knownIDs == ["alpha/one/f32", "alpha/two/f32"])
  }

  @Test("does not ask the implementation if nothing is selected")
  func nothingSelected() async throws {
    let suite = try await SmallSuite()
    let judged = try await plan(suite) {
      $0.settings.selection.filters = ["beta/*"]
      $0.respondent = .implementation("no such thing")
    }.judged()
    #expect(judged.run.outcomes.isEmpty && judged.run.problems.isEmpty)
    #expect(judged.exitCode == .nothingJudged)
  }

  @Test("refuses a file that is none, in one sentence, and judges the others")
  func unreadable() async throws {
    let suite = try await SmallSuite()
    try Data("hello".utf8).write(to: URL(filePath: suite.folder.file("alpha.h5")))
    let judged = try await plan(suite, SmallSuite.files).judged()
    #expect(judged.run.problems.map(\.kind) == [.format])
    #expect(judged.run.problems.first?.file == "alpha.h5")
    #expect(judged.run.outcomes.map(\.file) == ["beta.h5", "beta.h5"])
    #expect(judged.exitCode == .couldNotJudge)
  }

  @Test("says once why an implementation cannot be found, and runs none of its cases")
  func unknownImplementation() async throws {
    let suite = try await SmallSuite()
    let judged = try await plan(suite, SmallSuite.files) {
      $0.respondent = .implementation("refrence")
      $0.settings.jobs = 2
    }.judged()
    #expect(judged.run.problems.count == 1)
    let problem = try #require(judged.run.problems.first)
    #expect(problem.kind == .implementation)
    #expect(problem.problem.hasSuffix("did you mean reference?"))
    #expect(judged.run.outcomes.allSatisfy { $0.outcome.status == .notRun })
    #expect(judged.exitCode == .couldNotJudge)
  }

  @Test("compares what serves the bound only if asked")
  func advisory() async throws {
    let suite = try await SmallSuite()
    try await SmallSuite.write("alpha.h5", to: suite.folder.path) { golden in
      guard golden.id.text == "alpha/one/f32" else { return }
      golden.expectations[0].tensors[.batchVar] = Tensor(vector: .float64([1, 2]))
    }
    let careless = try await plan(suite) { $0.settings.tolerance = .exact }.judged().run
    #expect(careless.outcomes.map(\.outcome.status) == [.passed, .passed])
    let careful = try await plan(suite) {
      $0.settings.tolerance = .exact
      $0.comparesAdvisory = true
    }.judged().run.outcomes.map(\.outcome)
    #expect(careful.map(\.status) == [.failed, .passed])
    #expect(careful[0].reason == "batch_var after step 0 differs from the reference's")
    #expect(careful[1].items.filter { $0.name.hasPrefix("batch_") }.count == 2)
  }

  @Test(
    "judges answers from a file like any implementation's; missing and superfluous ones are told"
  )
  func answers() async throws {
    let suite = try await SmallSuite()
    let golden = try await SmallSuite.golden("alpha/one/f32", eps: 1)
    let answer = try await ReferenceImplementation().withSession { await $0.answer(golden.request) }
    let path = suite.folder.file("answers.h5")
    let stranger = try CaseID("alpha/three/f32")
    try GoldenFile.writeAnswers(
      [(golden.id, answer), (stranger, .unsupported(reason: "no", link: nil))],
      header: GoldenFileHeader(role: .answers, implementation: "mine", implementationVersion: "2"),
      to: path
    )
    let run = try await plan(suite) { $0.respondent = .answers(path: path) }.judged().run
    let description = try #require(run.files.first?.implementation)
    #expect(description.name == "mine" && description.version == "2")
    #expect(run.outcomes.map(\.outcome.status) == [.passed, .errored])
    #expect(run.outcomes[1].outcome.reason == "the file has no answer to this case")
    #expect(run.problems.map(\.kind) == [.extraAnswer])
    #expect(run.problems.first?.caseName == "alpha/three/f32")
  }

  @Test(
    "gives every case in the order of files and cases, whatever is read first",
    arguments: 1...4
  )
  func order(jobs: Int) async throws {
    let suite = try await SmallSuite()
    let recorder = Recorder()
    let plan = plan(suite, SmallSuite.files) { $0.settings.jobs = jobs }
    let judged = try await plan.judged(by: SlowReader(slow: "alpha.h5"), observer: recorder)
    let expected = ["alpha", "beta"].flatMap { ["\($0)/one/f32", "\($0)/two/f32"] }
    #expect(recorder.releasedIDs == expected)
    #expect(judged.run.outcomes.map(\.outcome.id) == expected)
    #expect(judged.run.files.map(\.file) == SmallSuite.files)
    #expect(recorder.exitCode == .asExpected && judged.run.footer?.counts.total == 4)
  }

  @Test("says why answers cannot be read where reading their tensors breaks off")
  func answersBreakOff() async throws {
    let suite = try await SmallSuite()
    let path = suite.folder.file("answers.h5")
    let header = GoldenFileHeader(
      role: .answers,
      implementation: "mine",
      implementationVersion: "2"
    )
    try GoldenFile.writeAnswers(
      [(try CaseID("alpha/one/f32"), .unsupported(reason: "no", link: nil))],
      header: header,
      to: path
    )
    let judged = try await plan(suite) { $0.respondent = .answers(path: path) }
      .judged(by: SlowReader(slow: "answers.h5"))
    #expect(judged.exitCode == .couldNotJudge)
    #expect(judged.run.problems.map(\.problem) == ["the process that read it exited with code 1"])
    #expect(judged.run.outcomes.count == 2)
    for recorded in judged.run.outcomes {
      #expect(recorded.outcome.reason?.hasPrefix("the answer cannot be read: ") == true)
    }
  }

  @Test("blames no file when an implementation cannot be started again")
  func startsOnce() async throws {
    let suite = try await SmallSuite()
    try await SmallSuite.write("gamma.h5", to: suite.folder.path)
    let script = suite.folder.file("adapter.sh")
    let adapter = """
      #!/bin/sh
      mkdir '\(suite.folder.file("begun"))' 2>/dev/null || { sleep 1; exit 1; }
      read start
      echo '{"protocol":1,"name":"x","version":"1","language":"sh","parallel":2}'
      n=0
      while read request; do n=$((n + 1)); echo "{\\"seq\\":$n,\\"error\\":{\\"message\\":\\"no\\"}}"; done
      """
    try Data(adapter.utf8).write(to: URL(filePath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let plan = plan(suite, ["alpha.h5", "beta.h5", "gamma.h5"]) {
      $0.settings.jobs = 2
      $0.respondent = .implementation(script)
    }
    let judged = try await plan.judged(by: SlowReader(slow: "gamma.h5", by: .seconds(600)))
    #expect(judged.run.problems.map(\.kind) == [.implementation])
  }

  @Test("stops when interrupted, and leaves no footer")
  func interrupted() async throws {
    let suite = try await SmallSuite()
    let interruption = Interruption()
    let recorder = Recorder { if case .outcome = $0 { interruption.raise() } }
    let plan = plan(suite, SmallSuite.files)
    let reader = SlowReader(slow: "beta.h5", by: .seconds(600))
    let judged = try await plan.judged(by: reader, observer: recorder, interruption: interruption)
    #expect(judged.exitCode == .interrupted && judged.run.footer == nil)
    #expect(judged.run.problems.isEmpty)
    #expect(judged.run.outcomes.allSatisfy { $0.file == "alpha.h5" })
  }
}

/// Takes its time over one file.
private struct SlowReader: GoldenReader {
  let slow: String
  var by = Duration.milliseconds(300)

  func cases(in path: String) async throws(GoldenFormatError) -> GoldenFileContents {
    if path.hasSuffix(slow) {
      do {
        try await Task.sleep(for: by)
      } catch {
        throw GoldenFormatError(file: path, problem: "reading it was interrupted")
      }
    }
    return try GoldenFile.read(path: path)
  }

  func catalog(
    of path: String
  ) async throws(GoldenFormatError) -> [Result<CaseSummary, GoldenFormatError>] {
    try GoldenFile.catalog(path: path)
  }

  func answers(
    in path: String,
    feature: String?
  ) async throws(GoldenFormatError) -> AnswersFileContents {
    if feature != nil, path.hasSuffix(slow) {
      throw GoldenFormatError(file: path, problem: "the process that read it exited with code 1")
    }
    return try await ReaderHere().answers(in: path, feature: feature)
  }
}
