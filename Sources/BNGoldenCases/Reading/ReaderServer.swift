// SPDX-License-Identifier: MIT

internal import BNHDF5

/// The child's side of ``ReaderChildren``: reads the files that it is asked for until nobody asks.
package struct ReaderServer {
  private let receive: () -> [UInt8]?
  private let send: ([UInt8]) -> Bool

  /// Creates a server by what takes a frame's bytes, nil at the end, and what sends them, false if nobody
  /// listens.
  package init(receive: @escaping () -> [UInt8]?, send: @escaping ([UInt8]) -> Bool) {
    self.receive = receive
    self.send = send
  }

  /// Answers until the end; a call of the library that hangs or eats memory ends the process.
  package func run() {
    HDF5Watch.arm()
    while let bytes = receive(), let question = try? ReaderQuestion(bytes) {
      do throws(GoldenFormatError) {
        guard try answer(question), tell(.end) else { return }
      } catch {
        guard tell(.refused(error)), tell(.end) else { return }
      }
    }
  }

  private func tell(_ message: ReaderMessage) -> Bool { send(message.bytes) }

  /// Says what the file holds; false if nobody listens any more.
  private func answer(_ question: ReaderQuestion) throws(GoldenFormatError) -> Bool {
    switch question {
    case .catalog(let path):
      for result in try GoldenFile.catalog(path: path) {
        guard tell(result.message(CaseRecord.init)) else { return false }
      }
    case .cases(let path):
      let contents = try GoldenFile.read(path: path)
      guard tell(.header(contents.header)) else { return false }
      for result in contents.cases {
        guard tell(result.message(CaseRecord.init)) else { return false }
      }
      if let digest = contents.digest { return tell(.digest(digest.hexadecimal)) }
    case .answers(let path, let feature):
      let contents = try GoldenFile.readAnswers(path: path) { $0.feature == feature }
      guard tell(.header(contents.header)) else { return false }
      for id in contents.others { guard tell(.other(id.text)) else { return false } }
      for error in contents.unidentified {
        guard tell(.refusal(error, isIdentified: false)) else { return false }
      }
      for (id, answer) in contents.answers {
        guard tell(answer.message { CaseRecord(id, $0) }) else { return false }
      }
    }
    return true
  }
}

extension Result where Failure == GoldenFormatError {
  /// What the reader says of a case.
  fileprivate func message(_ record: (Success) -> CaseRecord) -> ReaderMessage {
    switch self {
    case .success(let value): .record(record(value))
    case .failure(let error): .refusal(error, isIdentified: true)
    }
  }
}
