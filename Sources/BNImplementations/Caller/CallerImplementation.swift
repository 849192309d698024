// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import Synchronization

/// A BatchNorm in the process that started this one: it answers the adapter protocol on our standard
/// streams (`bnconform judge`).
///
/// The caller is trusted as little as an adapter, but its crash ends the run, and it has no time limit.
package struct CallerImplementation: Implementation {
  /// What stands before the caller's name on the command line of a run.
  package static let prefix = "caller:"

  private let stream: CallerStream
  private let known: Known

  /// Creates the implementation behind these streams.
  package init(stream: CallerStream = .standard) {
    self.stream = stream
    known = Known()
  }

  /// What the caller says of itself, once a session was opened.
  package var description: ImplementationDescription {
    get async throws {
      guard let description = known.value.withLock({ $0 }) else {
        throw AdapterFailure(.cancelled)
      }
      return description
    }
  }

  /// Asks the caller who it is, and runs the body.
  package func withSession<Result: Sendable>(
    _ body: (any ImplementationSession) async throws -> Result
  ) async throws -> Result {
    let folder: SessionFolder
    do {
      folder = try SessionFolder.create()
    } catch {
      throw AdapterFailure(.notStarted(reason: error.description))
    }
    defer { folder.remove() }
    let session = try await CallerSession.open(stream, folder)
    known.value.withLock { $0 = session.description }
    return try await body(session)
  }

  private final class Known: Sendable {
    let value = Mutex<ImplementationDescription?>(nil)
  }
}

/// The talk about cases.
private final class CallerSession: ImplementationSession {
  let description: ImplementationDescription
  private let stream: CallerStream
  private let folder: SessionFolder
  private var sequence = 0

  static func open(
    _ stream: CallerStream,
    _ folder: SessionFolder
  ) async throws(AdapterFailure) -> CallerSession {
    guard let question = try? WireCoding.line(WireCommand.start(folder: folder.path)),
      let line = await stream.ask(question, longest: ProcessLimits().answerLength)
    else { throw AdapterFailure(.closedOutput) }
    do throws(AdapterFailure.Problem) {
      let answer = try WireCoding.message(WireDescription.self, line)
      return CallerSession(try answer.implementation(command: []), stream, folder)
    } catch {
      throw AdapterFailure(error)
    }
  }

  private init(
    _ description: ImplementationDescription,
    _ stream: CallerStream,
    _ folder: SessionFolder
  ) {
    (self.description, self.stream, self.folder) = (description, stream, folder)
  }

  func answer(_ request: CaseRequest) async -> CaseAnswer { await answer(request, in: nil) }

  func answer(_ request: CaseRequest, layout: InputLayout) async -> CaseAnswer {
    await answer(request, in: layout)
  }

  private func answer(_ request: CaseRequest, in layout: InputLayout?) async -> CaseAnswer {
    if let refusal = description.refusal(of: request) { return refusal }
    sequence += 1
    defer { folder.clear() }
    do {
      let wire = try WireCase(request, id: "c\(sequence)", layout: layout, folder: folder)
      let question = try WireCoding.line(WireCommand.run(sequence: sequence, wire))
      let bound = AnswerBound(request, deadline: .now + .seconds(1 << 30), limit: .zero)
      let longest = min(bound.lineLength, ProcessLimits().answerLength)
      guard let line = await stream.ask(question, longest: longest) else {
        throw AdapterFailure.Problem.closedOutput
      }
      let answer = try WireCoding.message(WireAnswer.self, line)
      guard answer.sequence == sequence else {
        throw AdapterFailure.Problem.malformed("it answers \(answer.sequence), not \(sequence)")
      }
      return try answer.caseAnswer(steps: request.steps.count, folder: folder, bound: bound).cut
    } catch let problem as AdapterFailure.Problem {
      return CaseAnswer.errored(message: AdapterFailure(problem).description).cut
    } catch {
      return CaseAnswer.errored(message: "\(error)").cut
    }
  }
}
