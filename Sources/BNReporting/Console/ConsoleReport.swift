// SPDX-License-Identifier: MIT

internal import BNVerdicts
package import BNRunFile
internal import BNRunning

/// Shows a run on the console while it goes on: results on one stream, progress on the other.
package final class ConsoleReport: RunObserver {
  private let options: ConsoleOptions
  private let output: ConsoleStream
  private let error: ConsoleStream
  private var header: RunHeader?
  private var line: CaseLine
  private var progress: ProgressLine
  private var listing = BriefListing()
  private var superfluous = 0
  private var problems = ProblemListing()

  /// Superfluous answers beyond these are counted in the summary only.
  private static let superfluousLimit = 10

  /// Creates a report.
  package init(options: ConsoleOptions, output: ConsoleStream, error: ConsoleStream) {
    self.options = options
    self.output = output
    self.error = error
    line = CaseLine(style: output.style, longestID: 0, terminalWidth: output.width)
    progress = ProgressLine(isLive: error.width != nil)
  }

  /// Notes what is run.
  package func begin(_ header: RunHeader) {
    self.header = header
    progress.begin(header)
    guard let shard = header.settings.shard else { return }
    let source = header.settings.shardSource.map { " (\(OneLine.text($0)))" } ?? ""
    error.write("shard \(shard)\(source)\n")
  }

  /// Renews the progress line.
  package func arrive(_ record: RunRecord) {
    if let text = progress.arrive(record) { error.write(text) }
  }

  /// Shows a record.
  package func release(_ record: RunRecord) {
    switch record {
    case .header, .claim, .footer: break
    case .file(let file):
      let longest = file.selected.lazy.map(\.count).max() ?? 0
      line = CaseLine(style: output.style, longestID: longest, terminalWidth: output.width)
    case .outcome(let recorded): show(recorded)
    case .problem(let problem): show(problem)
    case .warning(let warning):
      clear()
      error.write(error.style.paint("warning: ", .yellow) + OneLine.text(warning.text) + "\n")
    }
  }

  /// Shows the summary.
  package func end(_ run: RunFile, exitCode: RunExitCode) {
    var lines = problems.lines.isEmpty ? [] : problems.lines + ["  hint    --show all lists each"]
    if options.show == .brief || options.show == .failures {
      lines += ReasonTable(run.outcomes.map(\.outcome)).lines
    }
    if options.show == .brief, let note = listing.note { lines.append(note) }
    let summary = SummaryLines(style: output.style)
    let namesFailures = options.show == .brief ? listing.omitsFailures : options.show != .none
    lines += summary.lines(run, exitCode: exitCode, namesFailures: namesFailures)
    show(lines)
  }

  private func show(_ recorded: RecordedOutcome) {
    let outcome = recorded.outcome
    // What was not run is told by the problem that kept it from being run.
    if outcome.status == .notRun { return }
    var showsDetail = outcome.status != .passed
    switch options.show {
    case .none: return
    case .failures: if outcome.isAsExpected, outcome.status != .untrusted { return }
    case .all: break
    case .brief:
      switch listing.extent(of: outcome, strict: header?.settings.strict ?? false) {
      case .nothing: return
      case .line: showsDetail = false
      case .block: showsDetail = true
      }
    }
    var lines = [line.text(outcome)]
    if showsDetail, let header {
      let detail = FailureDetail(options: options, style: output.style, header: header)
      lines += detail.lines(recorded)
    }
    show(lines)
  }

  private func show(_ problem: RunProblem) {
    if problem.kind == .extraAnswer {
      superfluous += 1
      guard superfluous <= Self.superfluousLimit else { return }
    } else if options.show != .all, !problems.isNew(problem) {
      return
    }
    var lines = [output.style.paint("! ", .red) + OneLine.text("\(problem)")]
    if let hint = problem.hint { lines.append("  hint    " + OneLine.text(hint)) }
    for line in (problem.standardError ?? "").split(separator: "\n").suffix(10) {
      lines.append("  stderr  " + OneLine.text(String(line)))
    }
    show(lines)
  }

  private func show(_ lines: [String]) {
    clear()
    output.write(lines.joined(separator: "\n") + "\n")
  }

  private func clear() {
    if let text = progress.clear() { error.write(text) }
  }
}

/// Where a console report writes to, and what is known of the reader.
package struct ConsoleStream {
  /// Colours, or none.
  package let style: TextStyle
  /// The number of columns, or nil if nobody looks.
  package let width: Int?
  /// Writes text as it is.
  package let write: (String) -> Void

  /// Creates a stream.
  package init(style: TextStyle, width: Int?, write: @escaping (String) -> Void) {
    self.style = style
    self.width = width
    self.write = write
  }

  /// A stream of the process.
  package init(_ terminal: Terminal, environment: [String: String]) {
    style = TextStyle(isTerminal: terminal.isTerminal, environment: environment)
    width = terminal.width ?? (terminal.isTerminal ? 80 : nil)
    write = terminal.write
  }
}
