// SPDX-License-Identifier: MIT

internal import BNHDF5
package import BNTensors

extension GoldenFile {
  /// Writes golden cases, sorted by id; equal cases give equal bytes.
  ///
  /// - Throws: ``GoldenFormatError`` if a case is not what ``read(path:selecting:)`` would take, or
  ///   the file cannot be written; then a file that was there before is still there.
  package static func write(
    cases: [GoldenCase],
    header: GoldenFileHeader,
    to path: String
  ) throws(GoldenFormatError) {
    let writing = RecordFile(path: path, header: header, role: .golden)
    let sorted = cases.sorted { $0.id < $1.id }
    try writing.write(ids: sorted.map(\.id)) { index throws(CaseFault) in
      let record = CaseRecord(sorted[index])
      _ = try record.golden()
      guard sorted[index].id.feature == header.feature else {
        throw CaseFault(attribute: .id, "is not of the file's feature \(header.feature ?? "")")
      }
      return record
    }
  }

  /// Writes requests: cases without anything that is expected of them.
  ///
  /// - Throws: ``GoldenFormatError`` if a request is not what the format takes, or the file cannot
  ///   be written.
  package static func writeRequests(
    _ requests: [CaseRequest],
    header: GoldenFileHeader,
    to path: String
  ) throws(GoldenFormatError) {
    let writing = RecordFile(path: path, header: header, role: .requests)
    let sorted = requests.sorted { $0.id < $1.id }
    try writing.write(ids: sorted.map(\.id)) { index throws(CaseFault) in
      let record = CaseRecord(sorted[index])
      _ = try record.request()
      return record
    }
  }

  /// Writes what an implementation answered; its own texts are cut to the format's limit.
  ///
  /// - Throws: ``GoldenFormatError`` if the file cannot be written.
  package static func writeAnswers(
    _ answers: [(id: CaseID, answer: CaseAnswer)],
    header: GoldenFileHeader,
    to path: String
  ) throws(GoldenFormatError) {
    let writing = RecordFile(path: path, header: header, role: .answers)
    let sorted = answers.sorted { $0.id < $1.id }
    try writing.write(ids: sorted.map(\.id)) { index throws(CaseFault) in
      let record = CaseRecord(sorted[index].id, sorted[index].answer)
      _ = try record.answer()
      return record
    }
  }

  /// Writes how far each element of the expected tensors of cases may be off.
  ///
  /// - Throws: ``GoldenFormatError`` if the file cannot be written.
  package static func writeAllowances(
    _ allowances: [(id: CaseID, steps: [[TensorName: Tensor]])],
    header: GoldenFileHeader,
    to path: String
  ) throws(GoldenFormatError) {
    let writing = RecordFile(path: path, header: header, role: .allowances)
    let sorted = allowances.sorted { $0.id < $1.id }
    try writing.write(ids: sorted.map(\.id)) { index throws(CaseFault) in
      let members = sorted[index].steps.enumerated().flatMap { step, tensors in
        tensors.map { (MemberName.step(step, .expect($0.key)), MemberValue.tensor($0.value)) }
      }
      return CaseRecord(attributes: [.id: .text(sorted[index].id.text)], members: members)
    }
  }
}
