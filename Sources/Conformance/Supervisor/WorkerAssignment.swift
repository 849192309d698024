// SPDX-License-Identifier: MIT

internal import Comparison
package import Implementations

/// What a worker is to do: one golden file, from reading it to judging the answers.
package struct WorkerAssignment: Equatable, Codable, Sendable {
  /// The path of the golden file.
  package var path: String
  /// What reports call the file.
  package var name: String
  /// Which of its cases take part.
  package var selection: CaseSelection
  /// Who answers.
  package var respondent: Respondent
  /// The mode that replaces the cases' own, as written on the command line.
  package var tolerance: String?
  /// Whether the tensors that serve the bound are compared, too, bit for bit.
  package var comparesAdvisory: Bool
  /// Whether the worker tells what the answers file answers; one of a run's workers does.
  package var listsAnswers: Bool
  /// What a process that answers may take.
  package var processLimits: ProcessLimits
  /// The folder in which the talk with a process is kept, if it is.
  package var requestFolder: String?
  /// Whether every case is put twice.
  package var repeats: Bool
  /// The part of the run that is done, if it is cut into shards.
  package var cut: ShardCut?
  /// The ranks, among the selected cases, of those that have been judged before.
  package var judged: RankSet?

  /// Takes a file out of a plan.
  package init(_ plan: RunPlan, file: PlannedFile) {
    path = file.path
    name = file.name
    selection = plan.selection
    respondent = plan.respondent
    tolerance = plan.tolerance.map { "\($0)" }
    comparesAdvisory = plan.comparesAdvisory
    processLimits = plan.processLimits
    requestFolder = plan.requestFolder
    repeats = plan.repeats
    cut = plan.cut
    judged = plan.judged[file.name]
    if case .answers = plan.respondent {
      listsAnswers = file == plan.files.first
    } else {
      listsAnswers = false
    }
  }
}
