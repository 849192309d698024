// SPDX-License-Identifier: MIT

internal import GoldenCases
internal import Implementations

/// Answers that were given elsewhere and written to a file, in the role of an implementation.
struct RecordedAnswers: Implementation {
  let description: ImplementationDescription
  /// Answers that nobody knows the case of.
  let unidentified: [RunProblem]
  private let answers: [CaseID: Result<CaseAnswer, GoldenFormatError>]

  /// The ids of the cases that are answered, sorted.
  var ids: [String] { answers.keys.sorted().map(\.text) }

  /// Reads the answers.
  ///
  /// - Throws: ``RunProblem`` if the file is refused.
  init(path: String) throws(RunProblem) {
    do throws(GoldenFormatError) {
      let contents = try GoldenFile.readAnswers(path: path)
      answers = Dictionary(contents.answers.map { ($0.id, $0.answer) }) { first, _ in first }
      unidentified = contents.unidentified.map(RunProblem.init)
      description = ImplementationDescription(
        name: contents.header.implementation ?? "unnamed",
        version: contents.header.implementationVersion ?? "",
        language: "answers file"
      )
    } catch {
      throw RunProblem(error)
    }
  }

  func withSession<Result: Sendable>(
    _ body: (any ImplementationSession) async throws -> Result
  ) async throws -> Result {
    try await body(Session(answers: answers))
  }

  private struct Session: ImplementationSession {
    let answers: [CaseID: Result<CaseAnswer, GoldenFormatError>]

    func answer(_ request: CaseRequest) async -> CaseAnswer {
      switch answers[request.id] {
      case .success(let answer): answer
      case .failure(let error): .errored(message: "the answer cannot be read: \(error)")
      case nil: .errored(message: "the file has no answer to this case")
      }
    }
  }
}
