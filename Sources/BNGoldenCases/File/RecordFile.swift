// SPDX-License-Identifier: MIT

internal import BNHDF5
internal import BNTensors

/// A file that is made of records, one group each.
struct RecordFile {
  let path: String
  let header: GoldenFileHeader
  let role: GoldenFileRole

  /// Writes the records of the cases with these ids, which must be in order.
  func write(
    ids: [CaseID],
    record: (Int) throws(CaseFault) -> CaseRecord
  ) throws(GoldenFormatError) {
    try check(ids)
    try OutputFile.golden(at: path) { output throws(GoldenFormatError) in
      let file = try translating { () throws(HDF5Error) in try HDF5File(creating: output.temporary)
      }
      try writeCases(ids, into: file, record)
      // Whatever was opened of the file has gone by now, else closing would report it.
      do throws(HDF5Error) {
        try file.flush()
        try file.close()
      } catch {
        throw GoldenFormatError(file: path, error)
      }
    }
  }

  private func check(_ ids: [CaseID]) throws(GoldenFormatError) {
    guard header.role == role else {
      let problem = "is \(header.role.rawValue), but \(role.rawValue) cases are to be written"
      throw GoldenFormatError(file: path, member: "attribute role", problem: problem)
    }
    guard ids.count <= GoldenFile.maximumCaseCount else {
      let problem = "\(ids.count) cases are more than the \(GoldenFile.maximumCaseCount) allowed"
      throw GoldenFormatError(file: path, problem: problem)
    }
    for (id, next) in zip(ids, ids.dropFirst()) where id == next {
      let problem = "is the id of two cases"
      throw GoldenFormatError(
        file: path,
        caseName: id.text,
        member: "attribute id",
        problem: problem
      )
    }
    do throws(CaseFault) {
      try header.check()
    } catch {
      throw GoldenFormatError(file: path, caseName: nil, error)
    }
  }

  private func writeCases(
    _ ids: [CaseID],
    into file: borrowing HDF5File,
    _ record: (Int) throws(CaseFault) -> CaseRecord
  ) throws(GoldenFormatError) {
    let root = try translating { () throws(HDF5Error) in try file.root() }
    try translating { () throws(HDF5Error) in
      for (name, value) in header.attributes { try root.writeAttribute(name, .string(value)) }
    }
    let cases = try translating { () throws(HDF5Error) in
      try root.createGroup("cases", expectedMembers: ids.count)
    }
    for (index, id) in ids.enumerated() {
      do throws(CaseFault) {
        let record = try record(index)
        try CaseFault.translating { () throws(HDF5Error) in
          try cases.write(record, name: id.text.replacing("/", with: ":"))
        }
      } catch {
        throw GoldenFormatError(file: path, caseName: id.text, error)
      }
    }
  }

  private func translating<Value: ~Copyable>(
    _ body: () throws(HDF5Error) -> Value
  ) throws(GoldenFormatError) -> Value {
    try GoldenFormatError.translating(file: path, body)
  }
}

extension HDF5Group {
  /// Writes a record as a group of this one.
  fileprivate func write(_ record: CaseRecord, name: String) throws(HDF5Error) {
    let count = record.attributes.count + record.members.count
    let group = try createGroup(name, expectedMembers: count)
    for (name, value) in record.attributes {
      try group.writeAttribute(name.rawValue, HDF5AttributeValue(value))
    }
    for (name, value) in record.members {
      switch value {
      case .text(let text): try group.writeDataset(name, string: text)
      case .tensor(let tensor):
        let values = HDF5Values(tensor.storage)
        try group.writeDataset(name, shape: tensor.shape.dimensions, values)
      }
    }
  }
}

extension HDF5AttributeValue {
  fileprivate init(_ value: AttributeValue) {
    switch value {
    case .text(let text): self = .string(text)
    case .texts(let texts): self = .strings(texts)
    case .integer(let integer): self = .integer(integer)
    case .number(let number): self = .float(number)
    case .numbers(let numbers): self = .floats(numbers)
    case .flag(let flag): self = .flag(flag)
    }
  }
}
