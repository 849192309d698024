// SPDX-License-Identifier: MIT

internal import Implementations

/// Works on the files of a plan with as few workers as may be, each taking one file after the other.
///
/// How many processes of somebody else may run at once is known when the first one has said so; until
/// then there is one. Implementations of ours run side by side from the start.
struct KeptWorkers: Sendable {
  private let supervisor: Supervisor
  private let plan: RunPlan
  private let events: AsyncStream<Supervisor.Event>.Continuation
  private let waiting: Shared<ArraySlice<Int>>
  private let width: AsyncStream<Int>
  private let tellWidth: AsyncStream<Int>.Continuation

  init(
    _ supervisor: Supervisor,
    _ plan: RunPlan,
    _ events: AsyncStream<Supervisor.Event>.Continuation
  ) {
    self.supervisor = supervisor
    self.plan = plan
    self.events = events
    waiting = Shared(plan.dealingOrder[...])
    (width, tellWidth) = AsyncStream.makeStream()
  }

  /// Works until no file is left, or the implementation could not be started.
  func run() async {
    await withTaskGroup(of: Void.self) { group in
      let first = min(plan.firstWorkers, plan.files.count)
      guard first <= 1 else {
        for _ in 0..<first { group.addTask { await work() } }
        return
      }
      group.addTask {
        await work()
        tellWidth.finish()
      }
      for await allowed in width {
        for _ in 1..<max(1, min(allowed, plan.jobs, plan.files.count)) {
          group.addTask { await work() }
        }
        break
      }
    }
  }

  private func takeFile() -> Int? { waiting.withLock { $0.popFirst() } }

  private func giveUp() { waiting.withLock { $0 = [] } }

  private func assignment(_ index: Int) -> WorkerAssignment {
    WorkerAssignment(plan, file: plan.files[index])
  }

  private func yield(_ record: RunRecord, _ index: Int, line: [UInt8]? = nil) {
    let line = record.isOutcome ? line : nil
    events.yield(Supervisor.Event(file: index, kind: .record(record, line: line)))
  }

  /// Starts workers, one after the other, until there is no file for the next.
  private func work() async {
    while !Task.isCancelled, let first = takeFile() {
      let feed = WorkerFeed()
      let progress = Shared(Progress(index: first, run: FileRun(file: plan.files[first])))
      let process = WorkerProcess(command: supervisor.command, limits: supervisor.limits)
      let end = await process.run(assignment(first), feed: feed) { line in
        guard let message = WorkerMessage(line: line) else { return false }
        return progress.withLock { take(message, line, &$0, feed) }
      }
      progress.withLock { finish(&$0, end) }
    }
  }

  /// The file that a worker works on, or the last one that it has finished.
  private struct Progress: Sendable {
    var index: Int
    var run: FileRun
    var isFinished = false
  }

  /// Takes a message; false if it comes out of turn.
  private func take(
    _ message: WorkerMessage,
    _ line: [UInt8],
    _ progress: inout Progress,
    _ feed: WorkerFeed
  ) -> Bool {
    guard !progress.isFinished, let records = progress.run.take(message) else { return false }
    for record in records { yield(record, progress.index, line: line) }
    switch message {
    case .selected(let record, _, _):
      if let implementation = record.implementation {
        tellWidth.yield(implementation.parallel ?? 1)
      }
    case .finished:
      finish(&progress, WorkerEnd(.exited(0)))
      guard let next = takeFile() else {
        feed.close()
        break
      }
      progress = Progress(index: next, run: FileRun(file: plan.files[next]))
      // If the worker is gone already, its end will say what became of the file.
      _ = feed.send(assignment(next))
    default: break
    }
    return true
  }

  /// Closes a file's account; after that only the end of a finished worker may need a word.
  private func finish(_ progress: inout Progress, _ end: WorkerEnd) {
    for record in progress.run.end(end) { yield(record, progress.index) }
    guard !progress.isFinished else { return }
    progress.isFinished = true
    events.yield(Supervisor.Event(file: progress.index, kind: .finished(progress.run.ids)))
    if !progress.run.hasImplementation { giveUp() }
  }
}
