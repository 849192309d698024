// SPDX-License-Identifier: MIT

internal import BNChildren
internal import BNGoldenCases
internal import BNTensors

/// An open session with a child process, which is started again after it broke.
final class ProcessSession: ImplementationSession {
  /// How often in a row the child may fail to start before the session gives up on it.
  static let maximumFailedStarts = 3

  /// What the child said of itself when it was first started.
  private(set) var description: ImplementationDescription

  private let command: [String]
  private let environment: [String: String]
  private let limits: ProcessLimits
  private let folder: SessionFolder
  private let kept: KeptRequests?
  private var conversation: AdapterConversation?
  private var sequence = 0
  /// What the child answered last.
  private var answered: String?
  private var failedStarts = 0

  /// Starts the child.
  ///
  /// - Throws: ``AdapterFailure`` if it does not start or does not answer `start`.
  static func open(
    _ command: [String],
    _ environment: [String: String] = [:],
    limits: ProcessLimits,
    kept: KeptRequests? = nil
  ) async throws(AdapterFailure) -> ProcessSession {
    let folder: SessionFolder
    do {
      folder = try SessionFolder.create()
    } catch {
      throw AdapterFailure(.notStarted(reason: error.description))
    }
    let session = ProcessSession(command, environment, limits, folder, kept)
    do throws(AdapterFailure) {
      try await session.start()
    } catch {
      folder.remove()
      throw error
    }
    return session
  }

  private init(
    _ command: [String],
    _ environment: [String: String],
    _ limits: ProcessLimits,
    _ folder: SessionFolder,
    _ kept: KeptRequests?
  ) {
    self.command = command
    self.environment = environment
    self.limits = limits
    self.folder = folder
    self.kept = kept
    description = ImplementationDescription(name: "", version: "", language: "")
  }

  /// Puts a case to the child; whatever it does is an answer.
  func answer(_ request: CaseRequest) async -> CaseAnswer { await answer(request, in: nil) }

  /// Puts a case with its inputs in a declared layout to the child.
  func answer(_ request: CaseRequest, layout: InputLayout) async -> CaseAnswer {
    await answer(request, in: layout)
  }

  private func answer(_ request: CaseRequest, in layout: InputLayout?) async -> CaseAnswer {
    if let refusal = description.refusal(of: request) { return refusal }
    do throws(AdapterFailure) {
      if Task.isCancelled { throw AdapterFailure(.cancelled) }
      if conversation == nil { try await start() }
      return try await ask(request, in: layout)
    } catch {
      return CaseAnswer.errored(message: error.withHint).cut
    }
  }

  /// Tells the child to stop, ends what is left and removes the folder.
  func close() async {
    if let conversation {
      await conversation.end(
        farewell: Task.isCancelled ? nil : try? WireCoding.line(WireCommand.stop)
      )
      _ = await conversation.process.reap()
    }
    conversation = nil
    folder.remove()
  }

  private func start() async throws(AdapterFailure) {
    guard failedStarts < Self.maximumFailedStarts else {
      throw AdapterFailure(.startFailedBefore(attempts: failedStarts))
    }
    failedStarts += 1
    let process: ChildProcess
    do throws(ChildStartError) {
      process = try await ChildProcess.start(command, environment)
    } catch {
      throw AdapterFailure(.notStarted(reason: error.reason))
    }
    let conversation = AdapterConversation(process, limits: limits)
    self.conversation = conversation
    try kept?.keepStart()
    answered = nil
    let question = try line(of: .start(folder: folder.path))
    let line = try await exchange(
      question,
      conversation,
      limits.start,
      limits.answerLength,
      "answer to start"
    )
    do throws(AdapterFailure.Problem) {
      let answer = try WireCoding.message(WireDescription.self, line)
      description = try answer.implementation(command: command)
      try await makeSure(conversation)
    } catch {
      throw await broken(error, conversation)
    }
    answered = "start"
    failedStarts = 0
  }

  private func ask(
    _ request: CaseRequest,
    in layout: InputLayout?
  ) async throws(AdapterFailure) -> CaseAnswer {
    guard let conversation else { throw AdapterFailure(.cancelled) }
    if let late = await fault(of: conversation) {
      throw await broken(late, conversation, isLate: true)
    }
    let end = ContinuousClock.now + limits.perCase
    var bound = AnswerBound(request, deadline: end, limit: limits.perCase)
    sequence += 1
    let testCase: WireCase
    do {
      testCase = try WireCase(
        request,
        id: "c\(sequence)",
        layout: layout,
        folder: kept == nil ? folder : nil
      )
    } catch {
      throw AdapterFailure(.malformed("the request \(error.description)"))
    }
    var usesFiles = request.usesFiles
    defer { if usesFiles { folder.clear() } }
    let question = try line(of: .run(sequence: sequence, testCase))
    try kept?.keep(request: question, of: request.id)
    let longest = min(bound.lineLength, limits.answerLength)
    let line = try await exchange(question, conversation, limits.perCase, longest, "answer")
    // That a busy machine decodes slowly what came in time is not the child's fault.
    bound.deadline = max(end, .now + .seconds(1))
    try kept?.keep(answer: line, to: request.id)
    do throws(AdapterFailure.Problem) {
      let answer = try WireCoding.message(WireAnswer.self, line)
      if answer.usesFiles { usesFiles = true }
      guard answer.sequence == sequence else {
        throw (1..<sequence).contains(answer.sequence)
          ? .answeredTwice(sequence: answer.sequence)
          : .answeredAnother(sequence: answer.sequence, expected: sequence)
      }
      let caseAnswer = try answer.caseAnswer(
        steps: request.steps.count,
        folder: folder,
        bound: bound
      )
      answered = request.id.text
      try await makeSure(conversation)
      return caseAnswer.cut
    } catch {
      throw await broken(error, conversation)
    }
  }

  /// Makes sure that the child waits for its next question, and has done nothing else after its answer.
  private func makeSure(
    _ conversation: AdapterConversation
  ) async throws(AdapterFailure.Problem) {
    await conversation.settle()
    if let problem = await fault(of: conversation) { throw problem }
  }

  /// What the child has done since its answer, if anything.
  private func fault(of conversation: AdapterConversation) async -> AdapterFailure.Problem? {
    guard let surplus = await conversation.surplusOutput() else {
      return await conversation.faultAfterAnswer()
    }
    let second = try? WireCoding.message(WireAnswer.self, surplus)
    return second?.sequence == sequence
      ? .answeredTwice(sequence: sequence)
      : .noJSON(line: WireCoding.beginning(of: surplus))
  }

  private func line(of command: WireCommand) throws(AdapterFailure) -> [UInt8] {
    do {
      return try WireCoding.line(command)
    } catch {
      throw AdapterFailure(.malformed("the request cannot be written: \(error)"))
    }
  }

  private func exchange(
    _ question: [UInt8],
    _ conversation: AdapterConversation,
    _ limit: Duration,
    _ longest: Int,
    _ what: String
  ) async throws(AdapterFailure) -> [UInt8] {
    let process = conversation.process
    let answer = await withTaskCancellationHandler {
      await conversation.answer(to: question, within: limit, longest: longest, waitingFor: what)
    } onCancel: {
      process.kill()
    }
    switch answer {
    case .success(let line): return line
    case .failure(let problem):
      throw await broken(Task.isCancelled ? .cancelled : problem, conversation)
    }
  }

  /// Ends a child that broke the protocol, and says how it ended.
  private func broken(
    _ problem: AdapterFailure.Problem,
    _ conversation: AdapterConversation,
    isLate: Bool = false
  ) async -> AdapterFailure {
    var isLate = isLate
    if !isLate, problem.mayBeLate { isLate = await conversation.questionIsUnread() }
    let endedItself = await conversation.hasEnded()
    await conversation.end(farewell: nil)
    let standardError = await conversation.standardError()
    let ending = await conversation.process.reap()
    self.conversation = nil
    return AdapterFailure(
      problem,
      ending: endedItself && problem.meansEnd ? ending : nil,
      standardError: standardError,
      answered: isLate ? answered : nil
    )
  }
}

extension AdapterFailure.Problem {
  /// Whether the child's own ending belongs to what happened, rather than ours of it.
  fileprivate var meansEnd: Bool {
    switch self {
    case .ended, .endedAfterAnswer, .truncated, .closedOutput, .closedInput: true
    default: false
    }
  }

  /// Whether it may have happened before the question was read.
  fileprivate var mayBeLate: Bool {
    switch self {
    case .ended, .truncated, .closedOutput, .closedInput, .noJSON, .timedOut, .stopped: true
    default: false
    }
  }
}

extension AdapterFailure {
  /// The description with the hint before standard error.
  fileprivate var withHint: String {
    guard let hint else { return description }
    var bare = self
    bare.standardError = ""
    let tail = description.dropFirst(bare.description.count)
    return "\(bare.description) (\(hint))\(tail)"
  }
}

extension CaseRequest {
  /// Whether a tensor of the case may travel as a file, in either direction.
  fileprivate var usesFiles: Bool {
    namedTensors.contains { _, tensor in
      tensor.count * tensor.elementType.byteCount > AdapterProtocol.inlineLimit / 2
    }
  }
}
