// SPDX-License-Identifier: MIT

internal import BNRunFile

extension RunPlan {
  /// The plan that the options of a command make.
  init(
    _ golden: GoldenChoice,
    _ selection: CaseSelection,
    _ respondent: Respondent,
    _ judging: JudgingOptions,
    _ process: ProcessOptions? = nil
  ) {
    self.init(
      files: golden.files,
      selection: selection,
      respondent: respondent,
      tolerance: judging.tolerance,
      jobs: judging.jobs,
      strict: judging.strict
    )
    guard let process else { return }
    processLimits = process.limits
    requestFolder = process.keepRequests
    repeats = process.repeats
  }
}
