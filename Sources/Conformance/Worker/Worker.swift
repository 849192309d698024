// SPDX-License-Identifier: MIT

internal import Comparison
internal import GoldenCases
package import Implementations

/// Does one assignment: reads the golden file, asks the implementation, judges its answers.
package struct Worker {
  private let assignment: WorkerAssignment
  private let resolve: (String) throws -> any Implementation
  private let send: (WorkerMessage) throws -> Void

  /// Creates a worker.
  ///
  /// - Parameters:
  ///   - assignment: What to do.
  ///   - resolve: Finds an implementation by the name that the user gave.
  ///   - send: Takes each message as soon as it is due.
  package init(
    assignment: WorkerAssignment,
    resolve: @escaping (String) throws -> any Implementation,
    send: @escaping (WorkerMessage) throws -> Void
  ) {
    self.assignment = assignment
    self.resolve = resolve
    self.send = send
  }

  /// Does the work.
  ///
  /// - Throws: ``UndeliverableMessage`` if nobody listens any more; what goes wrong with the work is a
  ///   message.
  package func run() async throws(UndeliverableMessage) {
    let found = Result { try implementation() }
    if assignment.listsAnswers, let answers = try? found.get() as? RecordedAnswers {
      try deliver(.answered(answers.ids))
      for problem in answers.unidentified { try deliver(.problem(problem)) }
    }
    switch Result(catching: { () throws(RunProblem) in try SelectedCases(assignment) }) {
    case .success(let suite): try await judge(suite, found)
    case .failure(let problem): try deliver(.problem(problem))
    }
    try deliver(.finished)
  }

  private func judge(
    _ suite: SelectedCases,
    _ found: Result<any Implementation, any Error>
  ) async throws(UndeliverableMessage) {
    guard !suite.cases.isEmpty else { return try announce(suite, nil) }
    let implementation: any Implementation
    let description: ImplementationDescription
    do {
      implementation = try found.get()
      description = try await implementation.description
    } catch {
      try announce(suite, nil)
      return try deliver(.problem(problem(error)))
    }
    try announce(suite, description)
    do {
      try await implementation.withSession { session in
        for golden in suite.cases { try deliver(.outcome(await judge(golden, session))) }
      }
    } catch let error as UndeliverableMessage {
      throw error
    } catch {
      try deliver(.problem(problem(error)))
    }
  }

  /// Says what the file holds and which of its cases will be judged.
  private func announce(
    _ suite: SelectedCases,
    _ implementation: ImplementationDescription?
  ) throws(UndeliverableMessage) {
    var record = suite.record
    record.implementation = implementation
    let headings = suite.cases.map { CaseHeading($0.id, $0.metadata) }
    try deliver(.selected(record, headings, others: suite.others))
    for problem in suite.problems { try deliver(.problem(problem)) }
  }

  private func judge(
    _ golden: GoldenCase,
    _ session: any ImplementationSession
  ) async -> RecordedOutcome {
    let start = ContinuousClock.now
    let answer = await session.answer(golden.request)
    let milliseconds = start.duration(to: .now) / .milliseconds(1)
    let judge = CaseJudge(toleranceOverride: assignment.tolerance.flatMap(ToleranceMode.init))
    var outcome = judge.outcome(of: golden, answer: answer, milliseconds: milliseconds)
    outcome.rationale = golden.metadata.rationale
    if case .answers = assignment.respondent, outcome.status == .unsupported {
      // Whoever writes an answers file says in it what cannot be answered.
      outcome.isDeclared = true
    }
    if assignment.comparesAdvisory { AdvisoryComparison.judge(golden, answer, &outcome) }
    return RecordedOutcome(file: assignment.name, outcome: outcome)
  }

  private func implementation() throws -> any Implementation {
    switch assignment.respondent {
    case .implementation(let name): try resolve(name)
    case .answers(let path): try RecordedAnswers(path: path)
    }
  }

  private func problem(_ error: any Error) -> RunProblem {
    guard var problem = error as? RunProblem else {
      return RunProblem(
        .implementation,
        file: assignment.respondent.text,
        problem: "\(error)",
        hint: (error as? any HintedError)?.hint
      )
    }
    problem.kind = .implementation
    return problem
  }

  private func deliver(_ message: WorkerMessage) throws(UndeliverableMessage) {
    do {
      try send(message)
    } catch {
      throw UndeliverableMessage(reason: "\(error)")
    }
  }
}

/// A message of a worker that does not reach its supervisor.
package struct UndeliverableMessage: Error, CustomStringConvertible {
  /// What the system says.
  package let reason: String

  /// One line for people.
  package var description: String { "the supervisor cannot be told: \(reason)" }
}
