// SPDX-License-Identifier: MIT

import BNTestSupport
import BNRunFile
import BNRunning
import Foundation
import Testing

@testable import BNGoldenCases

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

  @Test("are left by a reader to whoever started it", arguments: [SIGINT, SIGTERM, SIGHUP])
  func reader(number: Int32) async throws {
    let suite = try await SmallSuite()
    let process = Process()
    process.executableURL = URL(filePath: try Program.path())
    process.arguments = [ReaderCommand.subcommand]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    for _ in 0..<2 {
      let question = ReaderQuestion.catalog(path: suite.folder.file("none.h5")).bytes
      input.fileHandleForWriting.write(Data([UInt8(question.count), 0, 0, 0] + question))
      #expect(try output.fileHandleForReading.read(upToCount: 4)?.count == 4)
      kill(process.processIdentifier, number)
    }
    try input.fileHandleForWriting.close()
    _ = try output.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
  }

  @Test("are not needed for a run that cannot go on: it ends a stubborn adapter, too")
  func stubborn() async throws {
    let suite = try await SmallSuite()
    let (script, number) = (suite.folder.file("adapter.sh"), suite.folder.file("number"))
    let adapter = """
      #!/bin/sh
      trap '' TERM HUP INT
      echo $$ > '\(number)'
      read start
      echo '{"protocol":1,"name":"x","version":"1","language":"sh"}'
      n=0
      while read request; do n=$((n + 1)); echo "{\\"seq\\":$n,\\"error\\":{\\"message\\":\\"no\\"}}"; done
      while :; do sleep 1; done
      """
    try Data(adapter.utf8).write(to: URL(filePath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    // There is room for the first line of the run file, but not for what comes of a case.
    let result = try await Program.run(
      [
        "run", "--implementation", script, "--golden", suite.folder.path, "--show", "none",
        "--report", "jsonl=" + suite.folder.file("run.jsonl"),
      ],
      script: #"ulimit -f 4; trap '' XFSZ; exec "$0" "$@""#
    )
    #expect(result.code == 2 && result.error.contains("run.jsonl: cannot be written"))
    let text = try String(contentsOfFile: number, encoding: .utf8)
    let adapterNumber = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(adapterNumber, 0) != 0)
  }
}
