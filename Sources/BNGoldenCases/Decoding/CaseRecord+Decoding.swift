// SPDX-License-Identifier: MIT

extension CaseRecord {
  /// Reads the golden case back, with all the strictness of a file.
  func golden() throws(CaseFault) -> GoldenCase {
    let head = try CaseHead(table)
    return try GoldenCase(head, metadata: CaseMetadata(table), members: MemberTable(self))
  }

  /// Reads back what the case is, without its tensors.
  func summary() throws(CaseFault) -> CaseSummary {
    CaseSummary(try CaseHead(table), metadata: try CaseMetadata(table))
  }

  /// Reads the request back.
  func request() throws(CaseFault) -> CaseRequest {
    var members = try MemberTable(self)
    let request = try CaseRequest(CaseHead(table), members: &members)
    try members.end()
    return request
  }

  /// Reads the answer back.
  func answer() throws(CaseFault) -> CaseAnswer {
    try CaseAnswer(table, members: MemberTable(self))
  }

  private var table: AttributeTable {
    AttributeTable(Dictionary(uniqueKeysWithValues: attributes.map { ($0.name, $0.value) }))
  }
}
