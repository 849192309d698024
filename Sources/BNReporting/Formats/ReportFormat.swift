// SPDX-License-Identifier: MIT

package import BNRunFile

/// The formats in which runs can be reported.
package enum ReportFormat: String, CaseIterable, Sendable {
  /// The run file itself, written while the run goes on.
  case jsonl
  /// JUnit XML, as CI servers read it: a test for each case.
  case junit
  /// JUnit XML with a test for each tensor.
  case junitTensors = "junit-tensors"
  /// A page that opens from disk.
  case html
  /// Markdown for job summaries.
  case markdown
  /// The Common Test Report Format.
  case ctrf
  /// One JSON document.
  case json
  /// A badge: a picture if the file is called `.svg`, else the JSON of an endpoint.
  case badge

  /// Whether several runs fit into one report.
  package var takesSeveralRuns: Bool {
    switch self {
    case .html, .markdown, .ctrf, .json: true
    case .jsonl, .junit, .junitTensors, .badge: false
    }
  }

  /// The report of finished runs; formats that take one run take the first.
  ///
  /// - Parameters:
  ///   - runs: One or several runs.
  ///   - path: Where it will be written to.
  /// - Returns: The bytes of the file.
  /// - Throws: `EncodingError` if a run cannot be encoded.
  package func bytes(of runs: [RunFile], path: String = "") throws -> [UInt8] {
    guard let first = runs.first else { return [] }
    switch self {
    case .jsonl: return try first.encoded()
    case .junit: return Array(JUnitReport(first).text.utf8)
    case .junitTensors: return Array(JUnitReport(first, detail: .tensors).text.utf8)
    case .html: return Array(HTMLReport(runs).page.utf8)
    case .markdown: return Array(MarkdownReport(runs).text.utf8)
    case .ctrf: return try CTRFReport(runs).bytes()
    case .json: return try JSONReport(runs).bytes()
    case .badge:
      let badge = BadgeReport(first)
      return Array((path.hasSuffix(".svg") ? badge.svg : badge.json).utf8)
    }
  }
}

/// A report that was asked for: `FORMAT=FILE`.
package struct ReportRequest: Equatable, Sendable {
  /// The format.
  package var format: ReportFormat
  /// The path of the file.
  package var path: String

  /// Asks for a report.
  package init(format: ReportFormat, path: String) {
    self.format = format
    self.path = path
  }

  /// Reads a request.
  ///
  /// - Throws: ``ReportRequestError`` unless it is a known format, `=` and a path.
  package init(_ text: String) throws(ReportRequestError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, let format = ReportFormat(rawValue: String(parts[0]))
    else { throw ReportRequestError(text: text) }
    self.format = format
    path = String(parts[1])
  }
}

/// A text that does not ask for a report.
package struct ReportRequestError: Error, Equatable, CustomStringConvertible {
  /// The text refused.
  package let text: String

  /// One line for people.
  package var description: String {
    let formats = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
    return
      "\(text.debugDescription) is not a report: expected FORMAT=FILE, where FORMAT is one of \(formats)"
  }
}
