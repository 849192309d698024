// SPDX-License-Identifier: MIT

package import BNRunFile
internal import BNVerdicts
internal import Foundation

/// Runs as one JSON document, for programs: the records of the run files, run by run.
package struct JSONReport: Encodable {
  private let format = "bnconform-report"
  private let version = "1.0"
  private let runs: [Run]

  private struct Run: Encodable {
    var header: RunHeader
    var implementation: String
    var counts: [String: Int]
    var files: [FileRecord]
    var cases: [RecordedOutcome]
    var problems: [RunProblem]
    var warnings: [RunWarning]
    var footer: RunFooter?
  }

  /// Creates the report of one or several runs.
  package init(_ runs: [RunFile]) {
    self.runs = runs.map { run in
      let counts = OutcomeCounts(run.outcomes.map(\.outcome))
      return Run(
        header: run.header,
        implementation: run.implementationText,
        counts: Dictionary(
          uniqueKeysWithValues: OutcomeStatus.allCases.map { ($0.rawValue, counts[$0]) }
        ),
        files: run.files,
        cases: run.outcomes,
        problems: run.problems,
        warnings: run.warnings,
        footer: run.footer
      )
    }
  }

  /// The document.
  ///
  /// - Throws: `EncodingError` if a number is not finite.
  package func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }
}
