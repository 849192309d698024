// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNGoldenCases

/// Reads the files of a plan before they are asked for, a few at a time.
actor ReadAhead {
  /// What came of reading a file, which the plan has at this place.
  typealias Reading = (index: Int, suite: Result<SelectedCases, RunProblem>)

  private let plan: RunPlan
  private let reader: any GoldenReader
  private let width: Int
  private var waiting: ArraySlice<Int>
  private var begun: [(index: Int, task: Task<Result<SelectedCases, RunProblem>, Never>)] = []
  private var isStopped = false
  /// The files that are being read, those too that somebody waits for.
  private var running: [Int: Task<Result<SelectedCases, RunProblem>, Never>] = [:]

  /// Prepares to read so many files at the same time.
  init(_ plan: RunPlan, _ reader: any GoldenReader, width: Int) {
    (self.plan, self.reader, self.width) = (plan, reader, width)
    waiting = plan.dealingOrder[...]
  }

  /// The next file; nil if there is none left, or if reading was stopped.
  func next() async -> Reading? {
    begin()
    guard !begun.isEmpty else { return nil }
    let (index, task) = begun.removeFirst()
    begin()
    let suite = await task.value
    // What stopping left of a file is nobody's fault.
    return isStopped ? nil : (index, suite)
  }

  /// Reads no more, and stops what is being read.
  func stop() {
    isStopped = true
    waiting = []
    begun = []
    for task in running.values { task.cancel() }
  }

  /// Begins to read files, unless enough are being read or wait to be taken.
  private func begin() {
    while running.count < width, begun.count < width, let index = waiting.popFirst() {
      let (plan, reader) = (plan, reader)
      let task = Task {
        let suite: Result<SelectedCases, RunProblem>
        do throws(RunProblem) {
          suite = .success(try await SelectedCases(plan.files[index], of: plan, by: reader))
        } catch {
          suite = .failure(error)
        }
        self.noteEnd(of: index)
        return suite
      }
      running[index] = task
      begun.append((index, task))
    }
  }

  private func noteEnd(of index: Int) {
    running[index] = nil
    begin()
  }
}
