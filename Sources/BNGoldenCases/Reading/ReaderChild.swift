// SPDX-License-Identifier: MIT

internal import BNChildren
internal import BNHDF5

/// One child that reads files, and the talk with it.
actor ReaderChild {
  private nonisolated let executor = BlockingExecutor(label: "bnconform reader")
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let process: ChildProcess
  private var streams: ChildStreams
  /// How long the child may say nothing: more than its own watch leaves to a call of the library.
  private let silence: Duration

  /// Starts a child.
  ///
  /// - Throws: ``ChildStartError`` if that fails.
  static func start(
    _ command: [String],
    silence: Duration
  ) async throws(ChildStartError) -> ReaderChild {
    // What a crash of the library leaves in a backtrace helps nobody, and takes seconds to make.
    let process = try await ChildProcess.start(command, ["SWIFT_BACKTRACE": "enable=no"])
    return ReaderChild(process, silence)
  }

  private init(_ process: ChildProcess, _ silence: Duration) {
    self.process = process
    self.silence = silence
    streams = ChildStreams(process)
  }

  /// Asks for a file and takes what the child says of it, up to the end.
  ///
  /// - Throws: ``ReaderEnd`` if the child breaks off or is stopped; it is gone then.
  func ask(_ question: ReaderQuestion) async throws(ReaderEnd) -> [ReaderMessage] {
    let bytes = question.bytes
    var frame = FieldWriter()
    frame.write(count: bytes.count)
    streams.beginQuestion(Array(frame.bytes.prefix(4)) + bytes)
    var messages: [ReaderMessage] = []
    var lastActivity = ContinuousClock.now
    while true {
      switch streams.progress(of: process, taking: { $0.takeFrame() }) {
      case .message(let frame):
        guard let message = try? ReaderMessage(frame) else { throw await stopped(.garbage) }
        if case .end = message { return messages }
        messages.append(message)
      case .moved: lastActivity = .now
      case .idle where lastActivity.duration(to: .now) > silence:
        throw await stopped(.silent(silence))
      case .idle where Task.isCancelled: throw await stopped(.cancelled)
      case .idle: break
      case .ended: throw await broken()
      }
    }
  }

  /// Lets the child go.
  func end() async {
    streams.closeInput()
    _ = process.table.leaderHasEnded(within: .seconds(1))
    await finish()
  }

  private func broken() async -> ReaderEnd {
    _ = process.table.leaderHasEnded(within: .seconds(1))
    while streams.serve(milliseconds: 0) {}
    let lastWords = streams.standardError.lastLines(1)
    let ending = await finish()
    if ending == .exited(HDF5Watch.exitCode), !lastWords.isEmpty { return .watched(lastWords) }
    return ending.map { .ended($0, lastWords: lastWords) } ?? .garbage
  }

  private func stopped(_ end: ReaderEnd) async -> ReaderEnd {
    await finish()
    return end
  }

  @discardableResult
  private func finish() async -> ProcessEnding? {
    process.table.endDescendants()
    streams.closeAll()
    return await process.reap()
  }
}

/// Why a reader did not come to the end of a file.
enum ReaderEnd: Error, Equatable {
  /// The process ended, with these words on standard error.
  case ended(ProcessEnding, lastWords: String)
  /// Its watch ended it, and said why.
  case watched(String)
  /// It said what no reader says.
  case garbage
  /// It said nothing for so long.
  case silent(Duration)
  /// It could not be started.
  case notStarted(String)
  /// Nobody wants to know any more.
  case cancelled
}

extension GoldenFormatError {
  /// Blames the file for the end of its reader.
  init(file: String, _ end: ReaderEnd) {
    let problem =
      switch end {
      case .ended(let ending, let words):
        "the process that read it \(ending.clause)" + (words.isEmpty ? "" : ": \(words)")
      case .watched(let text): text
      case .garbage: "the process that read it said what no reader says"
      case .silent(let duration):
        "the process that read it said nothing for \(duration.components.seconds) s"
      case .notStarted(let reason): "the process to read it cannot be started: \(reason)"
      case .cancelled: "reading it was interrupted"
      }
    let hint: String? =
      switch end {
      case .ended, .watched, .garbage, .silent:
        "the file is damaged; fetch it again from its source, or write it again"
      case .notStarted, .cancelled: nil
      }
    self.init(file: file, problem: problem, hint: hint)
    isBreakdown = true
  }
}
