// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNGoldenCases
internal import BNImplementations

/// Answers that were given elsewhere and written to a file, in the role of an implementation.
struct RecordedAnswers: Implementation {
  let description: ImplementationDescription
  /// Answers that nobody knows the case of.
  let unidentified: [RunProblem]
  /// The ids of all cases that the file answers, sorted.
  let ids: [String]
  private let path: String
  private let reader: any GoldenReader
  private let refusals = Shared<[CaseID: RunProblem]>([:])

  /// Opens an answers file and reads what it answers, but none of the tensors.
  ///
  /// - Throws: ``RunProblem`` if the file is refused.
  init(path: String, reader: any GoldenReader) async throws(RunProblem) {
    (self.path, self.reader) = (path, reader)
    do throws(GoldenFormatError) {
      let contents = try await reader.answers(in: path, feature: nil)
      ids = contents.others.sorted().map(\.text)
      unidentified = contents.unidentified.map(RunProblem.init)
      description = ImplementationDescription(
        name: contents.header.implementation ?? "unnamed",
        version: contents.header.implementationVersion ?? "",
        language: "answers file",
        offers: CaseFeature.optional.map(\.name)
      )
    } catch {
      throw RunProblem(error)
    }
  }

  /// Why the answer to a case could not be read, if it was asked for and could not.
  func refusal(of id: CaseID) -> RunProblem? { refusals.withLock { $0[id] } }

  func withSession<Result: Sendable>(
    _ body: (any ImplementationSession) async throws -> Result
  ) async throws -> Result {
    try await body(Session(path: path, reader: reader, refusals: refusals))
  }

  /// Reads the answers feature by feature: those to one golden file are asked for together.
  private final class Session: ImplementationSession {
    private let path: String
    private let reader: any GoldenReader
    private let refusals: Shared<[CaseID: RunProblem]>
    private var feature: String?
    private var answers: [CaseID: CaseAnswer] = [:]
    /// Why the answers to the feature cannot be read.
    private var failure: GoldenFormatError?

    init(path: String, reader: any GoldenReader, refusals: Shared<[CaseID: RunProblem]>) {
      (self.path, self.reader, self.refusals) = (path, reader, refusals)
    }

    func answer(_ request: CaseRequest) async -> CaseAnswer {
      if request.id.feature != feature {
        feature = request.id.feature
        do throws(GoldenFormatError) {
          failure = nil
          try await read(request.id.feature)
        } catch {
          // The whole file was readable when it was opened, but a tensor of it may take the reader down.
          failure = error
          refusals.withLock { $0[request.id] = RunProblem(error) }
        }
      }
      if let failure { return .errored(message: "the answer cannot be read: \(failure)") }
      return answers[request.id] ?? .errored(message: "the file has no answer to this case")
    }

    private func read(_ feature: String) async throws(GoldenFormatError) {
      answers = [:]
      for (id, answer) in try await reader.answers(in: path, feature: feature).answers {
        switch answer {
        case .success(let answer): answers[id] = answer
        case .failure(let error):
          answers[id] = .errored(message: "the answer cannot be read: \(error)")
          refusals.withLock { $0[id] = RunProblem(error) }
        }
      }
    }
  }
}
