// SPDX-License-Identifier: MIT

import BNTestSupport
import Foundation
import Testing

@testable import BNRunning
@testable import BNGoldenCases

@Suite("The reader of the program")
struct ReaderTests {
  /// Every bit of a case.
  private func bytes(_ result: Result<GoldenCase, GoldenFormatError>) throws -> [UInt8] {
    ReaderMessage.record(CaseRecord(try result.get())).bytes
  }

  @Test("gives the same cases, digests and refusals as reading in this process")
  func same() async throws {
    let children = ReaderChildren(command: [try Program.path(), ReaderCommand.subcommand])
    let folder = try GoldenFolder(path: "Golden")
    for path in folder.files {
      let (here, there) = (try GoldenFile.read(path: path), try await children.cases(in: path))
      #expect(there.header == here.header && there.digest == here.digest && here.digest != nil)
      #expect(try there.cases.map(bytes) == here.cases.map(bytes))
      let catalog = try await children.catalog(of: path).map { try $0.get() }
      #expect(catalog.map(\.id) == (try GoldenFile.catalog(path: path).map { try $0.get().id }))
      #expect(catalog.map(\.metadata) == here.cases.compactMap { try? $0.get().metadata })
    }
    let suite = try await SmallSuite()
    try Data("hello".utf8).write(to: URL(filePath: suite.folder.file("beta.h5")))
    for path in [suite.folder.file("beta.h5"), suite.folder.file("none.h5")] {
      let here = #expect(throws: GoldenFormatError.self) { try GoldenFile.read(path: path) }
      let there = await #expect(throws: GoldenFormatError.self) {
        try await children.cases(in: path)
      }
      #expect(here == there)
    }
    await children.end()
  }

  @Test(
    "does not wait for ever without file descriptors, but says what to do",
    .timeLimit(.minutes(2))
  )
  func descriptors() async throws {
    let suite = try await SmallSuite()
    for name in "cdefghijklmnop" { try await SmallSuite.write("\(name).h5", to: suite.folder.path) }
    let arguments = [
      "run", "--implementation", "reference", "--golden", suite.folder.path, "--jobs", "16",
    ]
    for limit in [24, 32, 48] {
      let script = "ulimit -n \(limit); exec \"$0\" \"$@\""
      let result = try await Program.run(arguments, script: script)
      #expect(result.code == 2)
      #expect(result.output.contains("too few file descriptors are free; raise `ulimit -n`"))
    }
    #expect(try await Program.run(arguments, script: #"ulimit -n 400; exec "$0" "$@""#).code == 0)
  }

  @Test("never gets what is printed to a closed standard output")
  func closedOutput() async throws {
    let suite = try await SmallSuite()
    let result = try await Program.run(
      ["run", "--implementation", "reference", "--golden", suite.folder.path],
      script: #"exec "$0" "$@" <&- >&-"#
    )
    #expect(result.code == 2)
    #expect(result.error.contains("standard output cannot be written: Bad file descriptor"))
  }
}
