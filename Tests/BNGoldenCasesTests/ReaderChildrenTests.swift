// SPDX-License-Identifier: MIT

import Foundation
import BNTestSupport
import Testing

@testable import BNGoldenCases

@Suite("Readers that are children", .timeLimit(.minutes(2 * TimeScale.factor)))
struct ReaderChildrenTests {
  /// What is said of a file whose reader does what a shell script says.
  private func refusal(
    _ script: String,
    silence: Duration = .seconds(60)
  ) async throws -> GoldenFormatError {
    let reader = ReaderChildren(command: ["/bin/sh", "-c", script], silence: silence)
    do throws(GoldenFormatError) {
      _ = try await reader.cases(in: "x/a.h5")
    } catch {
      return error
    }
    throw Unexpected()
  }

  private struct Unexpected: Error {}

  @Test("blame the file at which they crash, with their last words")
  func crash() async throws {
    let error = try await refusal("echo oh no >&2; kill -SEGV $$")
    #expect(error.file == "x/a.h5")
    #expect(error.problem == "the process that read it was killed by signal 11 (SIGSEGV): oh no")
    #expect(error.hint?.contains("damaged") == true)
  }

  @Test("are not believed when they end early, whatever their code", arguments: [0, 1, 64])
  func early(code: Int) async throws {
    let error = try await refusal("exit \(code)")
    #expect(error.problem == "the process that read it exited with code \(code)")
  }

  @Test("say why their own watch has ended them")
  func watched() async throws {
    let error = try await refusal("echo 'reading it, a call took too long' >&2; exit 2")
    #expect(error.problem == "reading it, a call took too long")
  }

  @Test(
    "are stopped when they say what no reader says",
    arguments: ["\\001\\000\\000\\000\\377", "\\000\\000\\000\\000", "\\001\\000\\000\\000\\007"]
  )
  func garbage(bytes: String) async throws {
    let error = try await refusal("printf '\(bytes)'; sleep 600")
    #expect(error.problem == "the process that read it said what no reader says")
  }

  @Test("are stopped when they say nothing, even if they ignore being asked")
  func silent() async throws {
    let script = "trap '' TERM; while :; do sleep 1; done"
    let error = try await refusal(script, silence: Duration.seconds(1).scaled)
    #expect(error.problem.contains("said nothing for"))
  }

  @Test("say so when they cannot be started")
  func notStarted() async throws {
    let reader = ReaderChildren(command: ["/nonexistent/reader"])
    await #expect(throws: GoldenFormatError.self) { _ = try await reader.catalog(of: "a.h5") }
  }

  @Test("leave no process behind")
  func descendants() async throws {
    let folder = try TemporaryFolder()
    _ = try await refusal("sleep 600 & echo $! > '\(folder.path)/pid'; exit 3")
    let text = try String(contentsOfFile: folder.file("pid"), encoding: .utf8)
    let process = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(process, 0) != 0)
  }
}
