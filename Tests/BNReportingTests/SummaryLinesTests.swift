// SPDX-License-Identifier: MIT

import BNRunFile
import BNImplementations
import BNReporting
import Testing

@Suite("The last lines of a run")
struct SummaryLinesTests {
  private func identity(name: String, command: String) throws -> String {
    let file = FileRecord(
      file: "eps.h5",
      cases: 0,
      selected: [],
      implementation: ImplementationDescription(name: name, version: "1", language: "Swift")
    )
    let header = Synthetic.header(respondent: .implementation(command))
    let run = RunFile(header: header, records: [.file(file)])
    let lines = SummaryLines(style: TextStyle(isColoured: false))
      .lines(run, exitCode: .nothingJudged, namesFailures: false)
    return try #require(lines.first { $0.contains("golden file") })
  }

  @Test("say by which command an adapter was reached, whatever it calls itself")
  func command() throws {
    let line = try identity(name: "reference", command: "python3 adapter.py")
    #expect(line.hasPrefix("reference 1 (Swift)  ·  python3 adapter.py  ·  1 golden file"))
  }

  @Test("do not repeat the name of an implementation of our own")
  func builtIn() throws {
    let line = try identity(name: "reference", command: "reference")
    #expect(line.hasPrefix("reference 1 (Swift)  ·  1 golden file"))
  }
}
