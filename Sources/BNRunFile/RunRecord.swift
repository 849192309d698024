// SPDX-License-Identifier: MIT

package import BNVerdicts

/// One line of a run file.
///
/// Its member `type` tells which one it is; the other members are those of the record.
package enum RunRecord: Equatable, Sendable {
  case header(RunHeader)
  case file(FileRecord)
  case outcome(RecordedOutcome)
  case problem(RunProblem)
  case warning(RunWarning)
  case claim(RunClaim)
  case footer(RunFooter)
}

/// The verdict on a case, with the file that holds the case.
package struct RecordedOutcome: Equatable, Sendable {
  /// The file's name in the run.
  package var file: String
  /// The verdict.
  package var outcome: CaseOutcome

  /// Creates a record.
  package init(file: String, outcome: CaseOutcome) {
    self.file = file
    self.outcome = outcome
  }
}

/// Something that a reader of the run should know, though every case was judged.
package struct RunWarning: Equatable, Codable, Sendable {
  /// One line.
  package var text: String

  /// Creates a warning.
  package init(_ text: String) { self.text = text }
}
