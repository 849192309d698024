// SPDX-License-Identifier: MIT

/// Runs a worker for each golden file, several at a time; never opens a golden file itself.
package struct Supervisor: Sendable {
  /// How a worker is started.
  package var command: WorkerCommand
  /// How long to wait for workers.
  package var limits: WorkerLimits

  /// Creates a supervisor.
  package init(command: WorkerCommand, limits: WorkerLimits = WorkerLimits()) {
    self.command = command
    self.limits = limits
  }

  /// Something that happened in one of the files, numbered by the plan.
  struct Event: Sendable {
    var file: Int
    var kind: Kind

    enum Kind: Sendable {
      /// A record of the run; a line that the worker has already written, or nil.
      case record(RunRecord, line: [UInt8]?)
      /// Nothing more will come of this file.
      case finished(FileIDs)
    }
  }

  /// Does what the plan says; the events come as they happen and end when all workers are gone.
  ///
  /// Once the implementation could not be started, no further files are begun. The function returned
  /// stops the workers; the events end soon after.
  func run(_ plan: RunPlan) -> (events: AsyncStream<Event>, cancel: @Sendable () -> Void) {
    let (events, continuation) = AsyncStream.makeStream(of: Event.self)
    let task = Task.detached {
      await supervise(plan, continuation)
      continuation.finish()
    }
    return (events, { task.cancel() })
  }

  private func supervise(_ plan: RunPlan, _ events: AsyncStream<Event>.Continuation) async {
    if plan.keepsWorkers { return await KeptWorkers(self, plan, events).run() }
    let isHopeless = Shared(false)
    await withTaskGroup(of: Void.self) { group in
      for (index, file) in plan.files.enumerated() {
        if index >= plan.jobs { await group.next() }
        guard !Task.isCancelled, !isHopeless.withLock({ $0 }) else { break }
        group.addTask {
          let assignment = WorkerAssignment(plan, file: file)
          let hasImplementation = await work(on: assignment, file, index, events)
          if !hasImplementation { isHopeless.withLock { $0 = true } }
        }
      }
    }
  }

  /// Works on one file; false if the implementation could not be started.
  private func work(
    on assignment: WorkerAssignment,
    _ file: PlannedFile,
    _ index: Int,
    _ events: AsyncStream<Event>.Continuation
  ) async -> Bool {
    let run = Shared(FileRun(file: file))
    let end = await WorkerProcess(command: command, limits: limits).run(assignment) { line in
      guard let message = WorkerMessage(line: line),
        let records = run.withLock({ $0.take(message) })
      else { return false }
      for record in records {
        events.yield(Event(file: index, kind: .record(record, line: record.isOutcome ? line : nil)))
      }
      return true
    }
    let rest = run.withLock { $0.end(end) }
    for record in rest { events.yield(Event(file: index, kind: .record(record, line: nil))) }
    let (ids, hasImplementation) = run.withLock { ($0.ids, $0.hasImplementation) }
    events.yield(Event(file: index, kind: .finished(ids)))
    return hasImplementation
  }
}

extension RunRecord {
  /// Whether it is a verdict on a case.
  var isOutcome: Bool {
    if case .outcome = self { true } else { false }
  }
}
