// SPDX-License-Identifier: MIT

internal import BNHDF5

/// What a requests file holds.
package struct RequestsFileContents: Sendable {
  /// What the root says of the file.
  package var header: GoldenFileHeader
  /// The requests in the order of their group names.
  package var requests: [Result<CaseRequest, GoldenFormatError>]
}

/// What an answers file holds.
package struct AnswersFileContents: Sendable {
  /// What the root says of the file.
  package var header: GoldenFileHeader
  /// The selected answers in the order of their group names.
  package var answers: [(id: CaseID, answer: Result<CaseAnswer, GoldenFormatError>)]
  /// The cases whose answers were not selected.
  package var others: [CaseID]
  /// The groups whose id cannot be read, so that nobody knows what they answer.
  package var unidentified: [GoldenFormatError]
}

extension GoldenFile {
  /// Reads a requests file.
  ///
  /// - Throws: ``GoldenFormatError`` if the file as a whole is refused.
  package static func readRequests(
    path: String
  ) throws(GoldenFormatError) -> RequestsFileContents {
    let file = try OpenGoldenFile.open(path: path, role: .requests)
    let (cases, _) = file.cases { table, members throws(CaseFault) in
      let head = try CaseHead(table)
      var members = try members()
      let request = try CaseRequest(head, members: &members)
      try members.end()
      return request
    }
    return RequestsFileContents(header: file.header, requests: cases.map(\.value))
  }

  /// Reads the answers of a file, all of them or those that a filter selects.
  ///
  /// The tensors of other answers are not read. Missing steps and misshapen tensors are left to the judge.
  ///
  /// - Throws: ``GoldenFormatError`` if the file as a whole is refused.
  package static func readAnswers(
    path: String,
    selecting isSelected: (CaseID) -> Bool = { _ in true }
  ) throws(GoldenFormatError) -> AnswersFileContents {
    let file = try OpenGoldenFile.open(path: path, role: .answers)
    let (cases, others) = file.cases(selecting: isSelected) { table, members throws(CaseFault) in
      try CaseAnswer(table, members: try members())
    }
    var contents = AnswersFileContents(
      header: file.header,
      answers: [],
      others: others,
      unidentified: []
    )
    for (id, answer) in cases {
      if let id {
        contents.answers.append((id, answer))
      } else if case .failure(let error) = answer {
        contents.unidentified.append(error)
      }
    }
    return contents
  }
}

extension OpenGoldenFile {
  /// Reads the selected cases by way of a body, each on its own, and names the others.
  ///
  /// The id is nil if it cannot be read; nobody can say then whether the case would be selected.
  fileprivate func cases<Value>(
    selecting isSelected: (CaseID) -> Bool = { _ in true },
    _ body: (AttributeTable, () throws(CaseFault) -> MemberTable) throws(CaseFault) -> Value
  ) -> (cases: [(id: CaseID?, value: Result<Value, GoldenFormatError>)], others: [CaseID]) {
    var others: [CaseID] = []
    var results: [(id: CaseID?, value: Result<Value, GoldenFormatError>)] = []
    var counts: [CaseID: Int] = [:]
    for link in links {
      var id: CaseID?
      do throws(CaseFault) {
        let group = group(link)
        let table = try group.attributes(of: header.role)
        let found = try CaseHead.id(table)
        id = found
        counts[found, default: 0] += 1
        guard isSelected(found) else {
          others.append(found)
          continue
        }
        let value = try body(table) { () throws(CaseFault) in try group.members() }
        results.append((id, .success(value)))
      } catch {
        let caseName = id?.text ?? link.name
        results.append((id, .failure(GoldenFormatError(file: path, caseName: caseName, error))))
      }
    }
    let cases = results.map { id, value -> (id: CaseID?, value: Result<Value, GoldenFormatError>) in
      guard let id, let count = counts[id], count > 1 else { return (id, value) }
      return (id, .failure(repeated(id, count: count)))
    }
    return (cases, others)
  }
}
