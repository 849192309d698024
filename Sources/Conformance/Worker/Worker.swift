// SPDX-License-Identifier: MIT

internal import Comparison
internal import GoldenCases
package import Implementations

/// Does assignments: reads a golden file, asks the implementation, judges its answers.
package struct Worker {
  private let assignment: WorkerAssignment
  private let next: () -> WorkerAssignment?
  private let resolve: (String) throws -> any Implementation
  private let send: (WorkerMessage) throws -> Void

  /// Creates a worker.
  ///
  /// - Parameters:
  ///   - assignment: What to do first.
  ///   - next: Waits for another assignment of the same run; nil if there is none.
  ///   - resolve: Finds an implementation by the name that the user gave.
  ///   - send: Takes each message as soon as it is due.
  package init(
    assignment: WorkerAssignment,
    next: @escaping () -> WorkerAssignment? = { nil },
    resolve: @escaping (String) throws -> any Implementation,
    send: @escaping (WorkerMessage) throws -> Void
  ) {
    self.assignment = assignment
    self.next = next
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
    guard let first = try firstToJudge(from: assignment) else { return }
    var isAnnounced = false
    do {
      let implementation = try found.get()
      // One session for all files: starting a process may take longer than judging its answers.
      try await implementation.withSession { session in
        let description = try await implementation.description
        var work: FileWork? = first
        while let current = work {
          try announce(current.suite, description)
          isAnnounced = true
          // What a diagnosis finds depends on the cases before; so that it does not depend on which
          // worker took which file, each file has its own.
          let diagnosis = FaultDiagnosis()
          for golden in current.suite.cases {
            try Task.checkCancellation()
            let outcome = await judge(golden, session, description, diagnosis)
            try deliver(.outcome(RecordedOutcome(file: current.name, outcome: outcome)))
            // What cannot be read was not judged, whoever wrote it.
            if let refusal = (implementation as? RecordedAnswers)?.refusal(of: golden.id) {
              try deliver(.problem(refusal))
            }
          }
          try deliver(.finished)
          work = try firstToJudge(from: next())
        }
      }
    } catch let error as UndeliverableMessage {
      throw error
    } catch is CancellationError {
      // The signal that cancels ends the process, which tells the supervisor more than a message.
    } catch {
      if !isAnnounced { try announce(first.suite, nil) }
      try deliver(.problem(problem(error)))
      try deliver(.finished)
    }
  }

  /// A file whose cases are to be judged.
  private struct FileWork {
    var name: String
    var suite: SelectedCases
  }

  /// Goes through assignments until there are cases to judge; for the others no implementation is
  /// needed.
  private func firstToJudge(
    from assignment: WorkerAssignment?
  ) throws(UndeliverableMessage) -> FileWork? {
    var current = assignment
    while let assignment = current {
      switch Result(catching: { () throws(RunProblem) in try SelectedCases(assignment) }) {
      case .success(let suite):
        guard suite.cases.isEmpty else { return FileWork(name: assignment.name, suite: suite) }
        try announce(suite, nil)
      case .failure(let problem): try deliver(.problem(problem))
      }
      try deliver(.finished)
      current = next()
    }
    return nil
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
    _ session: any ImplementationSession,
    _ description: ImplementationDescription,
    _ diagnosis: FaultDiagnosis
  ) async -> CaseOutcome {
    let start = ContinuousClock.now
    let answer = await session.answer(golden.request)
    let milliseconds = start.duration(to: .now) / .milliseconds(1)
    let override = assignment.tolerance.flatMap(ToleranceMode.init)
    var judge = CaseJudge(toleranceOverride: override, checksUntrusted: override == nil)
    judge.mapsFailures = true
    judge.describesExact = false
    var outcome = judge.outcome(of: golden, answer: answer, milliseconds: milliseconds)
    outcome.rationale = golden.metadata.rationale
    if outcome.status == .failed || outcome.status == .wrongStructure {
      let causes = diagnosis.causes(of: answer, to: golden)
      if !causes.isEmpty { outcome.causes = causes }
    } else if outcome.status == .passed {
      let contradicted = diagnosis.contradicted(by: answer, to: golden)
      if !contradicted.isEmpty { outcome.contradicts = contradicted }
    }
    if case .ran = answer {
      if description.layouts != nil || assignment.asksAgain(golden) {
        outcome = await askingAgain(golden, session, description, judge, answer, outcome)
      }
    }
    let traits = TraitReader.readings(of: answer, to: golden)
    if !traits.isEmpty { outcome.traits = traits }
    if outcome.status == .unsupported {
      switch assignment.respondent {
      case .implementation: outcome.isDeclared = description.limit(for: golden.request) != nil
      // Whoever writes an answers file says in it what cannot be answered.
      case .answers: outcome.isDeclared = true
      }
    }
    for index in outcome.items.indices where outcome.items[index].isExact {
      // Of elements that are all equal none is the worst; leaving it out saves a third of the run file.
      outcome.items[index].comparison?.worst = nil
    }
    if assignment.comparesAdvisory { AdvisoryComparison.judge(golden, answer, &outcome) }
    return outcome
  }

  /// Puts a case again, for the same bits and in the layouts that the implementation declares.
  private func askingAgain(
    _ golden: GoldenCase,
    _ session: any ImplementationSession,
    _ description: ImplementationDescription,
    _ judge: CaseJudge,
    _ answer: CaseAnswer,
    _ outcome: CaseOutcome
  ) async -> CaseOutcome {
    var outcome = outcome
    if assignment.asksAgain(golden) {
      outcome.isRepeatable = await session.answer(golden.request).hasSameBits(as: answer)
    }
    for layout in description.layouts ?? [] {
      let other = await session.answer(golden.request, layout: layout)
      outcome = judge.outcome(outcome, adding: other, to: golden, in: layout)
    }
    return outcome
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

extension JudgedItem {
  /// Whether every element has the expected bits.
  fileprivate var isExact: Bool { comparison.map { $0.exact == $0.count } ?? false }
}

/// A message of a worker that does not reach its supervisor.
package struct UndeliverableMessage: Error, CustomStringConvertible {
  /// What the system says.
  package let reason: String

  /// One line for people.
  package var description: String { "the supervisor cannot be told: \(reason)" }
}
