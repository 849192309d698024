// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNChildren

/// The talk with one child over raw pipes, with deadlines.
///
/// All three streams are served at once, so that neither side can block the other: a child may
/// write megabytes to standard error before it reads its question.
actor AdapterConversation {
  /// How long a signal such as SIGSTOP may hold the child before it is ended.
  private static let longestStop = Duration.seconds(1)

  private nonisolated let executor = BlockingExecutor(label: "bnconform adapter")
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  nonisolated let process: ChildProcess
  private let limits: ProcessLimits
  private var streams: ChildStreams
  private var nextMemorySample = ContinuousClock.now
  private var stoppedSince: ContinuousClock.Instant?
  /// How often in a row the child was still busy when it was no longer waited for.
  private var unsettled = 0

  /// Takes over the child's pipes.
  init(_ process: ChildProcess, limits: ProcessLimits) {
    self.process = process
    self.limits = limits
    streams = ChildStreams(process)
  }

  /// Sends a line and waits for the line that answers it.
  ///
  /// A failure is what the child did instead; it is to be ended then.
  func answer(
    to line: [UInt8],
    within limit: Duration,
    longest: Int,
    waitingFor what: String
  ) -> Result<[UInt8], AdapterFailure.Problem> {
    Result { () throws(AdapterFailure.Problem) in
      try exchange(line, within: limit, longest: longest, waitingFor: what)
    }
  }

  private func exchange(
    _ line: [UInt8],
    within limit: Duration,
    longest: Int,
    waitingFor what: String
  ) throws(AdapterFailure.Problem) -> [UInt8] {
    let deadline = ContinuousClock.now + limit
    streams.beginQuestion(line + [UInt8(ascii: "\n")])
    while true {
      switch streams.progress(of: process, taking: { $0.takeLine() }) {
      case .message(let answer): return answer
      case .moved:
        // The end of an answer may be among what is too long.
        if let answer = streams.takeLine() { return answer }
        guard streams.pendingOutput <= longest else { throw .answerTooLong(limit: longest) }
      case .idle: try checkStopped()
      case .ended: throw problemAtEnd()
      }
      if streams.inputIsClosed, !hasEnded(within: .milliseconds(200)) { throw .closedInput }
      try checkMemory()
      if ContinuousClock.now > deadline {
        throw .timedOut(limit, waitingFor: what, unfinishedBytes: streams.pendingOutput)
      }
    }
  }

  /// Waits a moment until the child waits for its next question, so that what it does after its
  /// answer is seen before that question is asked.
  ///
  /// A child that was still busy three times in a row is one that never sleeps, and is not waited for any
  /// more; nor is one of which the system does not tell.
  func settle() {
    guard unsettled < 3 else { return }
    let deadline = ContinuousClock.now + .seconds(1)
    var wasWaiting = false
    repeat {
      _ = streams.serve(milliseconds: 0)
      if streams.pendingOutput > 0 || streams.outputIsClosed || hasEnded() { return }
      let reads = process.table.leaderReadsInput()
      // Of one that sleeps otherwise, one look does not tell whether it waits or yields for a moment.
      let isWaiting = reads || process.table.leaderIsWaiting() ?? true
      if reads || (isWaiting && wasWaiting) {
        unsettled = 0
        return
      }
      wasWaiting = isWaiting
      usleep(50)
    } while ContinuousClock.now < deadline
    unsettled += 1
  }

  /// What has become of the child after its answer; nil if it can be asked again.
  func faultAfterAnswer() -> AdapterFailure.Problem? {
    let isClosed = streams.outputIsClosed || streams.inputHasNoReader
    // Its pipes close before it has ended.
    if hasEnded(within: isClosed ? .milliseconds(200) : .zero) { return .endedAfterAnswer }
    if streams.inputHasNoReader { return .closedInput }
    return streams.outputIsClosed ? .closedOutput : nil
  }

  /// Whether the child has read nothing of the last question.
  func questionIsUnread() -> Bool { streams.questionIsUnread }

  /// What the child has written after its answer: the first line, or the part of one.
  func surplusOutput() -> [UInt8]? {
    _ = streams.serve(milliseconds: 0)
    guard streams.pendingOutput > 0 else { return nil }
    return streams.takeLine() ?? Array(streams.outputBeginning.utf8)
  }

  /// Whether the child has ended by itself; it stays to be reaped.
  func hasEnded() -> Bool { process.table.leaderHasEnded() }

  /// The last lines on standard error since the question.
  func standardError() -> String { streams.standardError.lastLines() }

  /// Ends the child and everything that it started; the child then waits to be reaped.
  func end(farewell: [UInt8]?) {
    if let farewell {
      streams.beginQuestion(farewell + [UInt8(ascii: "\n")])
      waitForEnd(limits.stop, closingInput: true)
    }
    streams.closeInput()
    if !process.table.leaderHasEnded() {
      process.table.terminate()
      waitForEnd(min(limits.stop, .seconds(1)), closingInput: true)
    }
    process.table.endDescendants()
    waitForEnd(.seconds(5), closingInput: true)
    while streams.serve(milliseconds: 0) {}
    streams.closeAll()
  }

  private func waitForEnd(_ limit: Duration, closingInput: Bool) {
    let deadline = ContinuousClock.now + limit
    while !process.table.leaderHasEnded(), ContinuousClock.now < deadline {
      _ = streams.serve(milliseconds: 2)
      streams.discardOutput()
      if closingInput, !streams.hasQuestion { streams.closeInput() }
    }
  }

  private func problemAtEnd() -> AdapterFailure.Problem {
    let rest = streams.pendingOutput
    if rest > 0 { return .truncated(bytes: rest, beginning: streams.outputBeginning) }
    return hasEnded(within: .milliseconds(200)) ? .ended : .closedOutput
  }

  private func hasEnded(within limit: Duration) -> Bool {
    process.table.leaderHasEnded(within: limit)
  }

  private func checkStopped() throws(AdapterFailure.Problem) {
    guard process.table.leaderIsStopped() else {
      stoppedSince = nil
      return
    }
    let since = stoppedSince ?? ContinuousClock.now
    stoppedSince = since
    if ContinuousClock.now - since >= Self.longestStop { throw .stopped(Self.longestStop) }
  }

  private func checkMemory() throws(AdapterFailure.Problem) {
    guard let limit = limits.memory, ContinuousClock.now >= nextMemorySample else { return }
    nextMemorySample = ContinuousClock.now + .milliseconds(100)
    let bytes = process.table.residentBytes()
    if bytes > limit { throw .tooMuchMemory(bytes: bytes, limit: limit) }
  }
}
