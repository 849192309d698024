// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@testable import Conformance

@Suite("Supervisor", .timeLimit(.minutes(3 * TimeScale.factor)))
struct SupervisorTests {
  /// Files a.h5, b.h5, … with their messages; the last letters come in first, to upset the order.
  private func worker(_ script: String, files: [String], cases: Int = 3) throws -> ScriptedWorker {
    var messages: [String: [WorkerMessage]] = [:]
    for file in files { messages[file] = try ScriptedWorker.messages(file, cases: cases) }
    return try ScriptedWorker(script, messages: messages)
  }

  /// Shell text that sets `$name` to the file's name.
  private let findName = """
    name=$(printf %s "$2" | sed 's/.*"name":"\\([^"]*\\)".*/\\1/')
    """

  @Test(
    "gives every case in the order of files and cases, whatever the number of jobs",
    arguments: 1...4
  )
  func order(jobs: Int) async throws {
    let files = ["a.h5", "b.h5", "c.h5", "d.h5", "e.h5"]
    let script =
      findName + "\ncase $name in a.h5) sleep 0.2;; b.h5) sleep 0.1;; esac\ncat \"$messages/$name\""
    let worker = try worker(script, files: files)
    let recorder = Recorder()
    let (run, exitCode) = try await worker.run(files, jobs: jobs, observer: recorder)
    let expected = ["a", "b", "c", "d", "e"].flatMap { file in
      (1...3).map { "\(file)/case-\($0)/f32" }
    }
    #expect(recorder.releasedIDs == expected)
    #expect(run.outcomes.map(\.outcome.id) == expected)
    #expect(run.files.map(\.file) == files)
    #expect(recorder.arrived.count == 20)
    #expect(exitCode == .asExpected && recorder.exitCode == .asExpected)
    #expect(run.footer?.counts.total == 15)
  }

  @Test("starts a worker with the hidden subcommand and its assignment")
  func assignment() async throws {
    let worker = try worker("printf '%s\\n' \"$@\" > \"$messages/arguments\"", files: [])
    _ = try await worker.run(["x/a.h5"])
    let text = try String(contentsOfFile: worker.file("arguments"), encoding: .utf8)
    let words = text.split(separator: "\n")
    #expect(words.count == 2 && words[0] == "worker")
    let found = try JSONLine.decode(WorkerAssignment.self, from: words[1].utf8)
    let plan = Synthetic.plan(["x/a.h5"])
    #expect(found == WorkerAssignment(plan, file: plan.files[0]))
    #expect(found.path == "x/a.h5" && found.name == "a.h5")
  }

  @Test("reports the rest of a file whose worker crashes, with its last words; others go on")
  func crash() async throws {
    let script =
      findName + """

        if [ $name = a.h5 ]; then
          head -n 2 "$messages/a.h5"
          echo 'about to die' >&2
          kill -SEGV $$
        fi
        cat "$messages/$name"
        """
    let worker = try worker(script, files: ["a.h5", "b.h5"])
    let (run, exitCode) = try await worker.run(["a.h5", "b.h5"])
    #expect(
      run.outcomes.map(\.outcome.status) == [.passed, .errored, .errored] + [
        .passed, .passed, .passed,
      ]
    )
    #expect(run.problems.map(\.caseName) == ["a/case-2/f32"])
    #expect(run.problems.first?.problem == "the worker was killed by signal 11 (SIGSEGV)")
    #expect(run.problems.first?.standardError?.contains("about to die") == true)
    #expect(exitCode == .couldNotJudge)
  }

  @Test("reports a worker that exits early, with or without an error", arguments: [0, 1, 2, 64])
  func early(code: Int) async throws {
    let worker = try worker("head -n 3 \"$messages/a.h5\"; exit \(code)", files: ["a.h5"])
    let (run, exitCode) = try await worker.run(["a.h5"])
    #expect(run.outcomes.map(\.outcome.status) == [.passed, .passed, .errored])
    #expect(run.problems.count == 1)
    #expect(exitCode == .couldNotJudge)
  }

  @Test(
    "stops a worker that writes what is no message",
    arguments: ["hello", "{}", "{\"type\":\"case\"}", "\\000\\001", ""]
  )
  func garbage(line: String) async throws {
    let script =
      "head -n 2 \"$messages/a.h5\"; printf '\(line)\\n'; tail -n 3 \"$messages/a.h5\"; sleep 600"
    let worker = try worker(script, files: ["a.h5"])
    let (run, exitCode) = try await worker.run(["a.h5"])
    #expect(run.outcomes.map(\.outcome.status) == [.passed, .errored, .errored])
    #expect(run.problems.first?.problem.contains("wrote what is no message") == true)
    #expect(exitCode == .couldNotJudge)
  }

  @Test("reports a line that the worker did not finish")
  func unfinishedLine() async throws {
    let script = "head -n 2 \"$messages/a.h5\"; printf '{\"type\":\"ca'"
    let worker = try worker(script, files: ["a.h5"])
    let (run, _) = try await worker.run(["a.h5"])
    #expect(run.problems.first?.problem.contains("wrote what is no message") == true)
    #expect(run.outcomes.count == 3)
  }

  @Test("stops a worker that has closed its output and does not exit; its verdicts stand")
  func lingers() async throws {
    let script = "cat \"$messages/a.h5\"; exec >&- 2>&-; sleep 600"
    let worker = try worker(script, files: ["a.h5"])
    let (run, exitCode) = try await worker.run(["a.h5"])
    #expect(run.outcomes.map(\.outcome.status) == [.passed, .passed, .passed])
    #expect(run.warnings.count == 1 && run.problems.isEmpty)
    #expect(exitCode == .asExpected)
  }

  @Test("is not held up by a descendant that keeps the worker's output open, and ends it")
  func descendant() async throws {
    let script = "sleep 600 & echo $! > \"$messages/pid\"; cat \"$messages/a.h5\""
    let worker = try worker(script, files: ["a.h5"])
    let (run, exitCode) = try await worker.run(["a.h5"])
    #expect(exitCode == .asExpected && run.outcomes.count == 3)
    let text = try String(contentsOfFile: worker.file("pid"), encoding: .utf8)
    let process = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(Self.endsSoon(process))
  }

  @Test("stops a worker that says nothing, even one that ignores being asked")
  func stalls() async throws {
    let script = "trap '' TERM; head -n 2 \"$messages/a.h5\"; while :; do sleep 1; done"
    let worker = try worker(script, files: ["a.h5"])
    let limits = WorkerLimits(
      silence: Duration.seconds(2).scaled,
      grace: Duration.milliseconds(200).scaled
    )
    let (run, exitCode) = try await worker.run(["a.h5"], limits: limits)
    #expect(run.problems.first?.problem.contains("said nothing") == true)
    #expect(run.outcomes.map(\.outcome.status) == [.passed, .errored, .errored])
    #expect(exitCode == .couldNotJudge)
  }

  @Test("drains a flood on standard error and keeps its end")
  func flood() async throws {
    let script =
      "yes 0123456789012345678901234567890123456789 | head -c 3000000 >&2; echo last >&2; exit 9"
    let worker = try worker(script, files: [])
    let (run, _) = try await worker.run(["a.h5"])
    let tail = try #require(run.problems.first?.standardError)
    #expect(tail.hasSuffix("last") && tail.utf8.count < 5000)
  }

  @Test("says why a worker cannot be started")
  func notStarted() async throws {
    let worker = try worker("", files: [])
    try FileManager.default.removeItem(atPath: worker.command.executable)
    let (run, exitCode) = try await worker.run(["a.h5", "b.h5"])
    #expect(run.problems.count == 2)
    #expect(run.problems.allSatisfy { $0.problem.hasPrefix("the worker could not be started") })
    #expect(exitCode == .couldNotJudge)
  }

  @Test("begins no further file once the implementation could not be started, and says so once")
  func hopeless() async throws {
    let problem = RunProblem(.implementation, file: "mylib", problem: "no such program")
    var messages = try ScriptedWorker.messages("a.h5", cases: 2)
    messages = [messages[0], .problem(problem), .finished]
    let script = "echo x >> \"$messages/count\"; cat \"$messages/a.h5\""
    let worker = try ScriptedWorker(script, messages: ["a.h5": messages])
    let (run, exitCode) = try await worker.run(["a.h5", "b.h5", "c.h5"])
    #expect(run.problems == [problem])
    #expect(run.outcomes.map(\.outcome.status) == [.notRun, .notRun])
    #expect(try String(contentsOfFile: worker.file("count"), encoding: .utf8) == "x\n")
    #expect(exitCode == .couldNotJudge)
  }

  @Test("stops its workers when interrupted, and leaves no footer")
  func interrupted() async throws {
    let script = "head -n 2 \"$messages/a.h5\"; sleep 600"
    let worker = try worker(script, files: ["a.h5"])
    let interruption = Interruption()
    let recorder = Recorder { if case .outcome = $0 { interruption.raise() } }
    let (run, exitCode) = try await worker.run(
      ["a.h5", "b.h5"],
      observer: recorder,
      interruption: interruption
    )
    #expect(exitCode == .interrupted && run.footer == nil)
    #expect(run.outcomes.count == 1 && run.problems.isEmpty)
  }

  /// Whether a process is gone within some seconds; one that nobody has reaped yet counts as gone.
  private static func endsSoon(_ process: Int32) -> Bool {
    for _ in 0..<2000 {
      let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      if kill(process, 0) != 0 || status?.contains(") Z ") == true { return true }
      usleep(10_000)
    }
    return false
  }
}
