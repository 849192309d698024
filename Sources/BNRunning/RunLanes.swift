// SPDX-License-Identifier: MIT

internal import BNAdequacy
internal import BNRunFile
internal import BNGoldenCases
internal import BNImplementations

/// Judges the files of a plan in lanes: each has a session of the implementation and takes one file
/// after the other.
///
/// How many sessions of somebody else's implementation may be open at once is known when the first one
/// has said so; until then there is one.
struct RunLanes: Sendable {
  /// Something that happened in one of the files, numbered by the plan.
  struct Event: Sendable {
    var file: Int
    var kind: Kind

    enum Kind: Sendable {
      case record(RunRecord)
      /// A case was answered and judged.
      case judged(RunRecord, GoldenCase, CaseAnswer)
      /// Nothing more will come of this file.
      case finished(FileIDs)
      /// What the answers file answers.
      case answered([String])
    }
  }

  private let plan: RunPlan
  private let reader: any GoldenReader
  private let files: ReadAhead
  private let kills: KillTable?
  private let events: AsyncStream<Event>.Continuation

  private init(
    _ plan: RunPlan,
    _ reader: any GoldenReader,
    _ kills: KillTable?,
    _ events: AsyncStream<Event>.Continuation
  ) {
    (self.plan, self.reader, self.kills, self.events) = (plan, reader, kills, events)
    files = ReadAhead(plan, reader, width: plan.settings.jobs)
  }

  /// Does what the plan says; the events come as they happen.
  ///
  /// Once the implementation could not be started, no further files are begun. The function returned
  /// stops all lanes; the events end soon after.
  static func run(
    _ plan: RunPlan,
    by reader: any GoldenReader,
    kills: KillTable?
  ) -> (events: AsyncStream<Event>, cancel: @Sendable () -> Void) {
    let (events, continuation) = AsyncStream.makeStream(of: Event.self)
    let task = Task.detached {
      await RunLanes(plan, reader, kills, continuation).run()
      continuation.finish()
    }
    return (events, { task.cancel() })
  }

  private func run() async {
    let (widths, width) = AsyncStream.makeStream(of: Int.self)
    await withTaskCancellationHandler {
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          await lane(first: { width.yield($0) })
          width.finish()
        }
        for await allowed in widths {
          for _ in 1..<max(1, min(allowed, plan.settings.jobs, plan.settings.files.count)) {
            group.addTask { await lane() }
          }
          break
        }
      }
    } onCancel: {
      Task { await files.stop() }
    }
  }

  /// Judges files until there is none left; the first lane says how many there may be.
  private func lane(first tellWidth: (@Sendable (Int) -> Void)? = nil) async {
    guard var work = await nextToJudge() else { return }
    var isAnnounced = false
    do {
      let implementation = try await implementation()
      try await implementation.withSession { session in
        let description = try await implementation.description
        put(&work, to: description)
        if let tellWidth {
          tellWidth(width(of: description))
          if let answers = implementation as? RecordedAnswers { announce(answers, work) }
        }
        while true {
          announce(work, description)
          isAnnounced = true
          try await judge(&work, session, description, implementation as? RecordedAnswers)
          guard let next = await nextToJudge() else { return }
          (work, isAnnounced) = (next, false)
          put(&work, to: description)
        }
      }
    } catch {
      guard !Task.isCancelled else { return }
      if !isAnnounced { announce(work, nil) }
      let problem = problem(error)
      tell(.record(.problem(problem)), work)
      for record in work.run.giveUp(problem) { tell(.record(record), work) }
      tell(.finished(work.run.ids), work)
      await files.stop()
    }
  }

  /// A file whose cases are to be judged.
  private struct Work {
    var index: Int
    var suite: SelectedCases
    var run: FileRun
  }

  /// Goes through files until there are cases to judge; for the others no implementation is needed.
  private func nextToJudge() async -> Work? {
    while !Task.isCancelled, let (index, suite) = await files.next() {
      switch suite {
      case .success(let suite):
        var work = Work(index: index, suite: suite, run: FileRun(plan.files[index], suite))
        if let earlier = plan.earlier { put(&work, to: earlier) }
        guard work.suite.cases.isEmpty else {
          return Work(index: index, suite: suite, run: FileRun(plan.files[index], suite))
        }
        announce(work, nil)
        tell(.finished(work.run.ids), work)
      case .failure(let problem):
        events.yield(Event(file: index, kind: .record(.problem(problem))))
        events.yield(Event(file: index, kind: .finished(FileIDs())))
      }
    }
    return nil
  }

  /// Puts the cases in the forms that the implementation takes.
  private func put(_ work: inout Work, to description: ImplementationDescription) {
    let file = plan.files[work.index]
    work.suite = work.suite.put(file, of: plan, to: description, only: smoke(description))
    work.run = FileRun(file, work.suite)
  }

  /// The ids of the smallest set of cases that sees what can be seen in an implementation, if only those
  /// are asked for.
  private func smoke(_ description: ImplementationDescription) -> Set<String>? {
    guard plan.settings.smoke == true, let kills else { return nil }
    let puts = kills.asked(
      description,
      mode: plan.settings.present ?? .needed,
      profile: plan.settings.selection.profile
    )
    return Set(kills.smallest(of: puts).map(kills.id))
  }

  /// Says what the file holds and which of its cases will be judged.
  private func announce(_ work: Work, _ implementation: ImplementationDescription?) {
    var record = work.suite.record
    record.implementation = implementation
    tell(.record(.file(record)), work)
    for problem in work.suite.problems { tell(.record(.problem(problem)), work) }
  }

  /// Says what an answers file answers.
  private func announce(_ answers: RecordedAnswers, _ work: Work) {
    tell(.answered(answers.ids), work)
    for problem in answers.unidentified { tell(.record(.problem(problem)), work) }
  }

  private func judge(
    _ work: inout Work,
    _ session: any ImplementationSession,
    _ description: ImplementationDescription,
    _ answers: RecordedAnswers?
  ) async throws {
    let trial = CaseTrial(plan, session, description)
    for golden in work.suite.cases {
      try Task.checkCancellation()
      let (outcome, answer) = await trial.outcome(of: golden)
      // An answer that an interruption broke off is none.
      try Task.checkCancellation()
      tell(.judged(work.run.take(outcome), golden, answer), work)
      // What cannot be read was not judged, whoever wrote it.
      if let refusal = answers?.refusal(of: golden.id) { tell(.record(.problem(refusal)), work) }
    }
    tell(.finished(work.run.ids), work)
  }

  private func tell(_ kind: Event.Kind, _ work: Work) {
    events.yield(Event(file: work.index, kind: kind))
  }

  private func implementation() async throws -> any Implementation {
    switch plan.respondent {
    case .implementation where plan.asksCaller: CallerImplementation()
    case .implementation(let name):
      try ImplementationRegistry.find(
        name,
        limits: plan.processLimits,
        requestFolder: plan.requestFolder,
        answersAdvisory: plan.comparesAdvisory
      )
    case .answers(let path): try await RecordedAnswers(path: path, reader: reader)
    }
  }

  /// How many sessions may be open at once.
  private func width(of description: ImplementationDescription) -> Int {
    if case .implementation(let name) = plan.respondent, ImplementationRegistry.isExternal(name) {
      return description.parallel ?? 1
    }
    return plan.settings.jobs
  }

  private func problem(_ error: any Error) -> RunProblem {
    guard var problem = error as? RunProblem else {
      return RunProblem(
        .implementation,
        file: plan.respondent.text,
        problem: "\(error)",
        hint: (error as? any HintedError)?.hint
      )
    }
    problem.kind = .implementation
    return problem
  }
}
