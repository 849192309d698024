// SPDX-License-Identifier: MIT

import BNRunFile
import Foundation
import BNGoldenCases
import Testing

@Suite("Signals")
struct TerminationTests {
  @Test("that ask a run to end leave no footer, and what is left can be resumed")
  func terminated() async throws {
    let suite = try await SmallSuite()
    let (run, script) = (suite.folder.file("run.jsonl"), suite.folder.file("adapter.sh"))
    // It asks the run that has started it to end, once it is asked for a case.
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
    #expect(result.code == 143)
    #expect(!result.output.contains("CancellationError"))
    let file = try RunFile.read(path: run)
    #expect(file.footer == nil && file.isUnfinished && file.outcomes.isEmpty)
  }
}
