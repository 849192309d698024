// SPDX-License-Identifier: MIT

package import BNRunFile
internal import BNVerdicts
internal import BNPlatform

/// Runs as one JSON document, for programs: the records of the run files, run by run.
package struct JSONReport {
  private let runs: [RunFile]

  /// The members of a run beside its verdicts.
  private struct Rest: Encodable {
    let claim: RunClaim?
    let counts: [String: Int]
    let files: [FileRecord]
    let footer: RunFooter?
    let header: RunHeader
    let implementation: String
    let problems: [RunProblem]
    let warnings: [RunWarning]
  }

  /// Creates the report of one or several runs.
  package init(_ runs: [RunFile]) { self.runs = runs }

  /// The document.
  ///
  /// - Throws: `EncodingError` if a number is not finite.
  package func bytes() throws -> [UInt8] {
    let runs = try runs.map(Self.object).joined(separator: ",".utf8)
    return Array(#"{"format":"bnconform-report","runs":["#.utf8) + runs
      + Array(#"],"version":"1.0"}"#.utf8) + [UInt8(ascii: "\n")]
  }

  /// A run as an object, keys sorted: its verdicts come before the rest.
  private static func object(_ run: RunFile) throws -> [UInt8] {
    let counts = OutcomeCounts(run.outcomes.map(\.outcome))
    let rest = Rest(
      claim: run.claim,
      counts: Dictionary(
        uniqueKeysWithValues: OutcomeStatus.allCases.map { ($0.rawValue, counts[$0]) }
      ),
      files: run.files,
      footer: run.footer,
      header: run.header,
      implementation: run.implementationText,
      problems: run.problems,
      warnings: run.warnings
    )
    let line = try JSONLine().encode(rest).dropLast()
    return Array(#"{"cases":"#.utf8) + (try JSONLine.array(run.outcomes)) + Array(",".utf8)
      + line.dropFirst()
  }
}
