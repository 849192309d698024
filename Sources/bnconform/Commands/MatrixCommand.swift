// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNPlatform
internal import BNGoldenCases
internal import BNReporting

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
    try uses.requireDistinct()
    var rows: [MatrixRow] = []
    for path in files {
      let (file, name) = (URL(filePath: path), name(of: path))
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
      if let copy = copy(of: path) {
        try write(try run.compacted(name: name).encoded(), to: copy)
      }
    }
    let matrix = ImplementationMatrix(rows)
    let text = matrix.markdown
    if let json { try write(try matrix.json(), to: json) }
    if let markdown { try write(Array(text.utf8), to: markdown) }
    if json == nil, markdown == nil, compact == nil { Terminal.output.write(text) }
  }

  /// The name under which a run file's run stands in the table.
  private func name(of path: String) -> String {
    URL(filePath: path).deletingPathExtension().lastPathComponent
  }

  /// Where the shortened copy of a run goes, if one is wanted.
  private func copy(of path: String) -> String? {
    guard let compact, !path.hasSuffix(".failed") else { return nil }
    return "\(compact)/\(name(of: path)).jsonl"
  }

  /// The files that the command reads and writes.
  private var uses: [FileUse] {
    let tables = [("--markdown", markdown), ("--json", json)].compactMap { option, path in
      path.map { FileUse(.written, $0, as: "\(option) \($0)") }
    }
    let copies = files.compactMap { path in
      copy(of: path).map { FileUse(.written, $0, as: "\($0), the copy of \(path),") }
    }
    return files.map { FileUse(.read, $0, as: "the run file \($0)") } + tables + copies
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try OutputFile.write(bytes, to: path)
  }
}
