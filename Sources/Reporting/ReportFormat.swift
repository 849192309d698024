// SPDX-License-Identifier: MIT

package import Conformance

/// The formats in which a run can be reported.
package enum ReportFormat: String, CaseIterable, Sendable {
  /// The run file itself, written while the run goes on.
  case jsonl
  /// JUnit XML, as CI servers read it.
  case junit

  /// The report of a finished run.
  ///
  /// - Throws: `EncodingError` if the run cannot be encoded.
  package func bytes(of run: RunFile) throws -> [UInt8] {
    switch self {
    case .jsonl: try run.encoded()
    case .junit: Array(JUnitReport(run).text.utf8)
    }
  }
}

/// A report that was asked for: `FORMAT=FILE`.
package struct ReportRequest: Equatable, Sendable {
  /// The format.
  package var format: ReportFormat
  /// The path of the file.
  package var path: String

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

/// A text that asks for no report.
package struct ReportRequestError: Error, Equatable, CustomStringConvertible {
  /// The text refused.
  package let text: String

  /// One line for people.
  package var description: String {
    let formats = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
    return "\(text.debugDescription) is no report: expected FORMAT=FILE with one of \(formats)"
  }
}
