// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import Foundation
internal import GoldenCases
internal import Reporting

/// Puts the runs of several implementations side by side.
struct MatrixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Compare the runs of several implementations in one table.",
    discussion: """
      Reads run files, each named after its implementation. A file NAME.failed holds the reason why \
      NAME has no run.
      """
  )

  @Argument(help: "Run files, and files NAME.failed for implementations without a run.")
  var files: [String]

  @Option(help: ArgumentHelp("Write the table as Markdown.", valueName: "file"))
  var markdown: String?

  @Option(help: ArgumentHelp("Write the table as JSON.", valueName: "file"))
  var json: String?

  @Option(
    help: ArgumentHelp(
      "Write a compact run file of each run to this folder.",
      valueName: "folder"
    )
  )
  var compact: String?

  func run() throws {
    var rows: [MatrixRow] = []
    for path in files {
      let file = URL(filePath: path)
      let name = file.deletingPathExtension().lastPathComponent
      if file.pathExtension == "failed" {
        let reason = String(decoding: try InputFile.contents(of: path), as: UTF8.self)
        rows.append(MatrixRow(name: name, missing: reason))
        continue
      }
      let run = try RunFile.read(path: path)
      guard run.footer != nil else {
        throw RunFileError(path: path, line: nil, problem: "is not complete")
      }
      rows.append(MatrixRow(name: name, run: run))
      if let compact {
        let bytes = try run.compacted(name: name).encoded()
        try write(bytes, to: URL(filePath: compact).appending(path: "\(name).jsonl").path)
      }
    }
    let matrix = ImplementationMatrix(rows)
    let text = MatrixMarkdown(matrix).text
    if let json { try write(try matrix.json(), to: json) }
    if let markdown { try write(Array(text.utf8), to: markdown) }
    if json == nil, markdown == nil, compact == nil { Terminal.output.write(text) }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try OutputFile.write(bytes, to: path)
  }
}
