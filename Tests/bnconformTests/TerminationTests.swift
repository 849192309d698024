// SPDX-License-Identifier: MIT

import Conformance
import Foundation
import GoldenCases
import Testing

@Suite("Signals")
struct TerminationTests {
  @Test("a worker that is asked to end is told as such, and what it left can be resumed")
  func worker() async throws {
    let suite = try await SmallSuite()
    let (run, script) = (suite.folder.file("run.jsonl"), suite.folder.file("adapter.sh"))
    // It ends the worker that has started it, once it is asked for a case.
    let adapter = """
      #!/bin/sh
      read start
      echo '{"protocol":1,"name":"x","version":"1","language":"sh"}'
      read request
      kill -TERM $PPID
      sleep 20
      """
    try Data(adapter.utf8).write(to: URL(filePath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let result = try await Program.run([
      "run", "--implementation", script, "--golden", suite.folder.path, "--jobs", "1", "--report",
      "jsonl=" + run,
    ])
    #expect(result.code == 2)
    #expect(result.output.contains("was killed by signal 15 (SIGTERM)"), "\(result.output)")
    #expect(!result.output.contains("CancellationError"))
    let file = try RunFile.read(path: run)
    #expect(file.isUnfinished && (file.footer?.notJudged ?? 0) > 0)
  }
}
