// SPDX-License-Identifier: MIT

import BNTestSupport
import Foundation
import Testing

@Suite("bnconform judge")
struct JudgeCommandTests {
  /// What it writes to a caller that answers as a built-in implementation does.
  private func talk(
    _ implementation: String,
    _ words: [String] = []
  ) async throws -> (code: Int32, messages: [[String: Any]]) {
    let suite = try await SmallSuite()
    let folder = try TemporaryFolder()
    // `serve` ends at the first verdict, which is no request; tee goes on.
    let script = """
      mkfifo answers; "$0" "$@" > >((trap "" PIPE; exec tee all 2> /dev/null) | "$0" serve \(implementation) > answers 2> /dev/null) < answers
      code=$?; wait $!; cat all; exit $code
      """
    let result = try await Program.run(
      ["judge", "--again-command", "again {id}"] + words,
      in: folder.path,
      environment: suite.environment,
      script: "exec bash -c '\(script)' \"$0\" \"$@\""
    )
    let messages = try result.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    return (result.code, messages)
  }

  @Test("tells a verdict for each case and what came of the run")
  func right() async throws {
    let (code, messages) = try await talk("reference")
    #expect(messages.first?["cmd"] as? String == "start")
    let verdicts = messages.filter { $0["cmd"] as? String == "verdict" }
    #expect(!verdicts.isEmpty && verdicts.allSatisfy { $0["status"] as? String == "passed" })
    #expect(messages.last?["cmd"] as? String == "end")
    #expect(messages.last?["exitCode"] as? Int == 0 && code == 0)
  }

  @Test("says why a case failed, and how the caller judges it again")
  func wrong() async throws {
    let (code, messages) = try await talk("fault:eps-outside-root", ["--strict"])
    let failed = messages.filter { $0["status"] as? String == "failed" }
    let text = (failed.first?["text"] as? [String] ?? []).joined(separator: "\n")
    #expect(text.contains("again alpha/") && text.contains("likely"))
    #expect((failed.first?["record"] as? [String: Any])?["status"] as? String == "failed")
    #expect(failed.allSatisfy { $0["counts"] as? Bool == true })
    #expect(messages.last?["exitCode"] as? Int == 1 && code == 1)
  }

  @Test("ends with 2 if its caller is gone before it says who it is")
  func gone() async throws {
    let suite = try await SmallSuite()
    let result = try await Program.run(["judge"], environment: suite.environment)
    #expect(result.code == 2)
    #expect(result.output.contains("\"cmd\":\"end\""))
  }
}
