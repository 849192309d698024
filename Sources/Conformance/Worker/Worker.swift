// SPDX-License-Identifier: MIT

internal import Comparison
internal import GoldenCases
package import Implementations

/// Does one assignment: reads the golden file, asks the implementation, judges its answers.
package struct Worker: Sendable {
  private let assignment: WorkerAssignment
  private let resolve: @Sendable (String) throws -> any Implementation

  /// Creates a worker; the closure finds an implementation by the name that the user gave.
  package init(
    assignment: WorkerAssignment,
    resolve: @escaping @Sendable (String) throws -> any Implementation
  ) {
    self.assignment = assignment
    self.resolve = resolve
  }

  /// Does the work and hands each message to the body as soon as it is due.
  ///
  /// - Throws: What the body throws; what goes wrong with the work is a message.
  package func run(_ send: (WorkerMessage) throws -> Void) async throws {
    let suite: SelectedCases
    do throws(RunProblem) {
      suite = try SelectedCases(assignment)
    } catch {
      try send(.problem(error))
      try send(.finished)
      return
    }
    if suite.cases.isEmpty {
      try announce(suite, implementation: nil, send)
    } else {
      try await judge(suite, send)
    }
    try send(.finished)
  }

  private func announce(
    _ suite: SelectedCases,
    implementation: ImplementationDescription?,
    _ send: (WorkerMessage) throws -> Void
  ) throws {
    var record = suite.record
    record.implementation = implementation
    try send(.selected(record, suite.cases.map { CaseHeading($0.id, $0.metadata) }))
    for problem in suite.problems { try send(.problem(problem)) }
  }

  private func judge(
    _ suite: SelectedCases,
    _ send: (WorkerMessage) throws -> Void
  ) async throws {
    var isAnnounced = false
    do {
      let implementation = try implementation()
      let description = try await implementation.description
      try announce(suite, implementation: description, send)
      isAnnounced = true
      try await implementation.withSession { session in
        for golden in suite.cases { try await judge(golden, session, send) }
      }
    } catch let error as OutputFileError {
      throw error
    } catch {
      if !isAnnounced { try announce(suite, implementation: nil, send) }
      let problem =
        (error as? RunProblem)
        ?? RunProblem(
          .implementation,
          file: assignment.respondent.text,
          problem: "\(error)",
          hint: (error as? any HintedError)?.hint
        )
      try send(.problem(problem))
    }
  }

  private func judge(
    _ golden: GoldenCase,
    _ session: any ImplementationSession,
    _ send: (WorkerMessage) throws -> Void
  ) async throws {
    let clock = ContinuousClock()
    let start = clock.now
    let answer = await session.answer(golden.request)
    let milliseconds = start.duration(to: clock.now) / .milliseconds(1)
    let judge = CaseJudge(toleranceOverride: assignment.tolerance.flatMap(ToleranceMode.init))
    var outcome = judge.outcome(of: golden, answer: answer, milliseconds: milliseconds)
    outcome.rationale = golden.metadata.rationale
    if case .answers = assignment.respondent, outcome.status == .unsupported {
      // Whoever writes an answers file says in it what cannot be answered.
      outcome.isDeclared = true
    }
    if assignment.comparesAdvisory { AdvisoryComparison.judge(golden, answer, &outcome) }
    try send(.outcome(RecordedOutcome(file: assignment.name, outcome: outcome)))
  }

  private func implementation() throws -> any Implementation {
    switch assignment.respondent {
    case .implementation(let name): return try resolve(name)
    case .answers(let path): return try RecordedAnswers(path: path)
    }
  }
}
