// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import ArgumentParser
internal import BNRunFile
internal import BNPlatform
internal import BNReporting

/// `bnconform report`: makes reports of runs that are on file.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write reports of run files; HTML, Markdown, CTRF and JSON take several runs.",
    discussion: """
      Example: bnconform run --implementation 'python3 adapter.py' --report jsonl=run.jsonl; \
      bnconform report run.jsonl --html report.html
      """
  )

  @Argument(help: ArgumentHelp("Run files, as --report jsonl=FILE writes them.", valueName: "run"))
  var runs: [String]

  @Option(help: ArgumentHelp("An HTML page that opens from disk.", valueName: "file"))
  var html: String?
  @Option(
    help: ArgumentHelp("The HTML page with separate style and script files.", valueName: "folder")
  )
  var htmlFolder: String?
  @Option(help: ArgumentHelp("Markdown for job summaries.", valueName: "file"))
  var markdown: String?
  @Option(help: ArgumentHelp("JUnit XML of one run, a test for each case.", valueName: "file"))
  var junit: String?
  @Option(help: ArgumentHelp("JUnit XML of one run, a test for each tensor.", valueName: "file"))
  var junitTensors: String?
  @Option(help: ArgumentHelp("The Common Test Report Format.", valueName: "file"))
  var ctrf: String?
  @Option(help: ArgumentHelp("One JSON document.", valueName: "file"))
  var json: String?
  @Option(help: ArgumentHelp("A badge of one run, as .svg or .json.", valueName: "file"))
  var badge: String?

  private var requests: [ReportRequest] {
    let paths: [(ReportFormat, String?)] = [
      (.html, html), (.markdown, markdown), (.junit, junit),
      (.junitTensors, junitTensors), (.ctrf, ctrf), (.json, json), (.badge, badge),
    ]
    return paths.compactMap { format, path in path.map { ReportRequest(format: format, path: $0) } }
  }

  func validate() throws {
    guard !requests.isEmpty || htmlFolder != nil else {
      throw ValidationError("say which report: --html FILE, --markdown FILE, …")
    }
    for request in requests where runs.count > 1 && !request.format.takesSeveralRuns {
      throw ValidationError(
        "--\(request.format.rawValue) takes one run, but \(runs.count) are given"
      )
    }
  }

  func run() async throws {
    let read = runs.map { FileUse(.read, $0, as: "the run file \($0)") }
    let written = requests.map {
      FileUse(.written, $0.path, as: "--\($0.format.rawValue) \($0.path)")
    }
    let pages = htmlFolder.map { folder in
      HTMLReport.fileNames.map { FileUse(.written, folder + "/" + $0, as: "\(folder)/\($0)") }
    }
    try (read + written + (pages ?? [])).requireDistinct()
    let found = try runs.map { path throws(RunFileError) in try RunFile.read(path: path) }
    for request in requests { try PendingReport(request).write(found) }
    if let htmlFolder {
      try OutputFile.makeFolder(htmlFolder)
      for (name, text) in HTMLReport(found).folder {
        try OutputFile.write(text.utf8, to: htmlFolder + "/" + name)
      }
    }
  }
}
