// SPDX-License-Identifier: MIT

import BNTestSupport
import BatchNorm
import Foundation
import BNTensors
import Testing

@testable import BNGoldenCases

@Suite struct WritingRefusalTests {
  /// Tries to write the example after a change over a file that is there; nothing of it may change.
  private static func problem(
    header: GoldenFileHeader = ExampleCase.header,
    _ change: (inout GoldenCase) throws -> Void = { _ in }
  ) throws -> String {
    let folder = try TemporaryFolder()
    let path = folder.file("mine.h5")
    try Data("old".utf8).write(to: URL(filePath: path))
    var golden = try ExampleCase.make()
    try change(&golden)
    var problem = "written"
    do throws(GoldenFormatError) {
      try GoldenFile.write(cases: [golden], header: header, to: path)
    } catch {
      problem = Refusal.text(error)
      #expect(error.file == path)
      #expect(try Data(contentsOf: URL(filePath: path)) == Data("old".utf8))
    }
    #expect(try folder.names() == ["mine.h5"])
    return problem
  }

  @Test("says that the folder is at fault, not the file")
  func withoutFolder() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: GoldenFormatError.self) {
      try GoldenFile.write(
        cases: [try ExampleCase.make()],
        header: ExampleCase.header,
        to: folder.file("none/mine.h5")
      )
    }
    #expect(error?.hint == "name a file in a folder that is there and can be written")
  }

  @Test("writes over a file that is there")
  func replaces() throws {
    #expect(try Self.problem() == "written")
  }

  @Test("writes nothing that would not be read")
  func invalid() throws {
    let place = "mine/two-values/f32: "
    #expect(
      try Self.problem { $0.expectations = [] }
        == place + "data set step0.expect.output: is missing"
    )
    #expect(
      try Self.problem { $0.request.initialState.weight = Tensor(vector: .float64([1])) }
        == place + "data set initial.weight: holds float64, but float32 is expected"
    )
    #expect(
      try Self.problem { $0.metadata.title = "a\0b" }
        == place + "attribute title: contains a NUL byte"
    )
    #expect(
      try Self.problem { $0.metadata.tags = ["a\nb"] }
        == place + "attribute tags: item \"a\\nb\" contains a line break"
    )
    #expect(
      try Self.problem {
        $0.request.steps += [.backward(of: 1, gradOutput: .init(scalar: 1), wants: [])]
      }
        == place + "attribute steps: step 1 \"backward of=1 wants=\": \"wants=\" stands where "
        + "wants=input,weight,bias is expected"
    )
  }

  @Test("refuses a header that does not fit")
  func header() throws {
    #expect(
      try Self.problem(header: .init(role: .golden, feature: "yours"))
        == "mine/two-values/f32: attribute id: is not of the file's feature yours"
    )
    #expect(
      try Self.problem(header: .init(role: .golden)) == "attribute feature: is missing"
    )
    #expect(
      try Self.problem(header: .init(role: .requests))
        == "attribute role: is requests, but golden cases are to be written"
    )
    #expect(
      try Self.problem(header: .init(formatVersion: "2.0", role: .golden, feature: "mine"))
        == "attribute format_version: is \"2.0\", which this version cannot read"
    )
  }

  @Test("refuses an id twice")
  func duplicates() throws {
    let folder = try TemporaryFolder()
    let example = try ExampleCase.make()
    do throws(GoldenFormatError) {
      let path = folder.file("mine.h5")
      try GoldenFile.write(cases: [example, example], header: ExampleCase.header, to: path)
      Issue.record("written")
    } catch {
      #expect(Refusal.text(error) == "mine/two-values/f32: attribute id: is the id of two cases")
    }
    #expect(try folder.names() == [])
  }

  @Test("says that a folder is missing")
  func folder() throws {
    let folder = try TemporaryFolder()
    do throws(GoldenFormatError) {
      let path = folder.file("none/mine.h5")
      try GoldenFile.write(cases: [], header: ExampleCase.header, to: path)
      Issue.record("written")
    } catch {
      #expect(error.description.hasPrefix(folder.file("none/mine.h5: cannot create the file: ")))
    }
  }

  @Test("writes and reads a file without cases")
  func empty() throws {
    let folder = try TemporaryFolder()
    try GoldenFile.write(cases: [], header: ExampleCase.header, to: folder.file("mine.h5"))
    #expect(try GoldenFile.read(path: folder.file("mine.h5")).cases.isEmpty)
  }

  @Test(
    "refuses one-line texts that would look like something else",
    arguments: ["\u{1B}", "\u{7F}", "\u{9B}", "\u{2028}", "\u{202E}", "\u{2066}"]
  )
  func looks(character: String) {
    #expect(FormatText.fault(in: "a" + character + "b", oneLine: true) != nil)
    #expect(FormatText.fault(in: "a" + character + "b") == nil)
    #expect(FormatText.fault(in: "naïve — ‘quoted’ 👩‍👩‍👧 אב", oneLine: true) == nil)
  }

  @Test(
    "cuts a text to the limit at the end of a character",
    arguments: [("x", 4096), ("é", 2048), ("👩‍👩‍👧", 227)]
  )
  func cut(character: String, fitting: Int) {
    let fits = String(repeating: character, count: fitting)
    #expect(FormatText.fault(in: fits) == nil)
    #expect(FormatText.cut(fits) == fits)
    let cut = FormatText.cut(fits + character)
    #expect(FormatText.fault(in: cut) == nil)
    #expect(cut.hasSuffix(character + "…"))
    #expect(FormatText.fault(in: fits + character) == "is longer than 4096 bytes")
  }
}
