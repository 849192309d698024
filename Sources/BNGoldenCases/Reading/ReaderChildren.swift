// SPDX-License-Identifier: MIT

internal import BNChildren

/// Reads files in children of this process; what one cannot stand costs that file alone.
///
/// A child reads one file after the other. As many run as files are read at the same time.
package actor ReaderChildren: GoldenReader {
  /// The program and its arguments.
  private let command: [String]
  private let silence: Duration
  private var idle: [ReaderChild] = []

  /// Creates a reader by the command that runs a ``ReaderServer``.
  package init(command: [String], silence: Duration = .seconds(600)) {
    self.command = command
    self.silence = silence
  }

  package func cases(in path: String) async throws(GoldenFormatError) -> GoldenFileContents {
    var header: GoldenFileHeader?
    var digest: ContentDigest?
    var cases: [Result<GoldenCase, GoldenFormatError>] = []
    for message in try await read(.cases(path: path)) {
      switch message {
      case .header(let found): header = found
      case .record(let record):
        cases.append(record.reading(of: path) { record throws(CaseFault) in try record.golden() })
      case .refusal(let error, _): cases.append(.failure(error))
      case .digest(let text): digest = ContentDigest(text)
      default: throw GoldenFormatError(file: path, .garbage)
      }
    }
    guard let header else { throw GoldenFormatError(file: path, .garbage) }
    return GoldenFileContents(header: header, cases: cases, digest: digest)
  }

  package func catalog(
    of path: String
  ) async throws(GoldenFormatError) -> [Result<CaseSummary, GoldenFormatError>] {
    var summaries: [Result<CaseSummary, GoldenFormatError>] = []
    for message in try await read(.catalog(path: path)) {
      switch message {
      case .record(let record):
        summaries.append(
          record.reading(of: path) { record throws(CaseFault) in try record.summary() }
        )
      case .refusal(let error, _): summaries.append(.failure(error))
      default: throw GoldenFormatError(file: path, .garbage)
      }
    }
    return summaries
  }

  package func answers(
    in path: String,
    feature: String?
  ) async throws(GoldenFormatError) -> AnswersFileContents {
    var contents = AnswersFileContents(
      header: GoldenFileHeader(role: .answers),
      answers: [],
      others: [],
      unidentified: []
    )
    for message in try await read(.answers(path: path, feature: feature)) {
      switch message {
      case .header(let header): contents.header = header
      case .other(let text):
        guard let id = try? CaseID(text) else { throw GoldenFormatError(file: path, .garbage) }
        contents.others.append(id)
      case .record(let record):
        guard let id = record.id else { throw GoldenFormatError(file: path, .garbage) }
        contents.answers.append(
          (id, record.reading(of: path) { record throws(CaseFault) in try record.answer() })
        )
      case .refusal(let error, isIdentified: true):
        guard let id = error.caseName.flatMap({ try? CaseID($0) }) else {
          throw GoldenFormatError(file: path, .garbage)
        }
        contents.answers.append((id, .failure(error)))
      case .refusal(let error, isIdentified: false): contents.unidentified.append(error)
      default: throw GoldenFormatError(file: path, .garbage)
      }
    }
    return contents
  }

  /// Lets the children go.
  package func end() async {
    let children = idle
    idle = []
    for child in children { await child.end() }
  }

  /// Has a child read a file.
  private func read(_ question: ReaderQuestion) async throws(GoldenFormatError) -> [ReaderMessage] {
    let messages: [ReaderMessage]
    do throws(ReaderEnd) {
      let child = try await takeChild()
      messages = try await child.ask(question)
      idle.append(child)
    } catch {
      throw GoldenFormatError(file: question.path, error)
    }
    if case .refused(let error) = messages.last { throw error }
    return messages
  }

  private func takeChild() async throws(ReaderEnd) -> ReaderChild {
    if let child = idle.popLast() { return child }
    do throws(ChildStartError) {
      return try await ReaderChild.start(command, silence: silence)
    } catch {
      throw .notStarted(error.reason)
    }
  }
}

extension CaseRecord {
  /// Reads the record back; what a reader has checked is not refused here.
  fileprivate func reading<Value>(
    of path: String,
    _ body: (CaseRecord) throws(CaseFault) -> Value
  ) -> Result<Value, GoldenFormatError> {
    do throws(CaseFault) {
      return .success(try body(self))
    } catch {
      return .failure(GoldenFormatError(file: path, caseName: id?.text, error))
    }
  }

  /// The id, if there is one.
  fileprivate var id: CaseID? {
    for case (.id, .text(let text)) in attributes { return try? CaseID(text) }
    return nil
  }
}
