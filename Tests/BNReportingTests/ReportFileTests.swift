// SPDX-License-Identifier: MIT

import BNGoldenCases
import BNRunFile
import Foundation
import Testing

@testable import BNReporting

@Suite("Report files")
struct ReportFileTests {
  private func folder() throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: "bnconform-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url.path(percentEncoded: false)
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test("reads FORMAT=FILE")
  func request() throws {
    let request = try ReportRequest("junit=out/a=b.xml")
    #expect(request.format == .junit && request.path == "out/a=b.xml")
    #expect(try ReportRequest("junit-tensors=x.xml").format == .junitTensors)
  }

  @Test(
    "refuses anything else and names the formats",
    arguments: ["junit", "junit=", "x=y", "=", ""]
  )
  func refused(text: String) {
    #expect(throws: ReportRequestError(text: text)) { try ReportRequest(text) as ReportRequest }
    #expect("\(ReportRequestError(text: text))".contains("jsonl, junit"))
  }

  @Test("leaves an older report alone until the new one is whole")
  func replaces() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/out.xml"
    try Data("older".utf8).write(to: URL(filePath: path))
    let report = try PendingReport(ReportRequest("junit=" + path))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "older")
    try report.write([Synthetic.run([Synthetic.outcome("a/1/f32")])])
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("<?xml"))
    #expect(try names(folder) == ["out.xml"])
  }

  @Test("leaves nothing behind if it is never written")
  func abandoned() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let report = try PendingReport(ReportRequest("junit=" + folder + "/out.xml"))
      #expect(try names(folder).count == 1)
      _ = consume report
    }
    #expect(try names(folder) == [])
  }

  @Test("finds out at once that a path cannot be written")
  func unwritable() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for path in [folder + "/missing/out.xml", folder] {
      let request = try ReportRequest("junit=" + path)
      #expect(throws: OutputFileError.self) { try PendingReport(request) as PendingReport }
    }
    #expect(try names(folder) == [])
  }

  @Test("the run file as a report is read as the run")
  func jsonl() throws {
    let run = Synthetic.run([Synthetic.outcome("a/1/f32"), try Synthetic.failure()])
    let bytes = try ReportFormat.jsonl.bytes(of: [run])
    let read = try RunFile(parsing: bytes, path: "run.jsonl")
    // NaN is not equal to itself, so the texts are compared.
    #expect(try read.encoded() == bytes)
  }
}
