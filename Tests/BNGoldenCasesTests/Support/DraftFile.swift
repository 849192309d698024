// SPDX-License-Identifier: MIT

import CBNHDF5
import BNHDF5
import BNTensors

@testable import BNGoldenCases

/// A file of one case that a test bends before it is written, past every check of the writer.
struct DraftFile {
  var root: [String: HDF5AttributeValue]
  var attributes: [String: HDF5AttributeValue]
  var members: [String: Member]
  /// Makes what the wrapper does not write; gets the number of the case's group.
  var raw: ((Int64) -> Void)?
  /// The same for the root group and the group `cases`.
  var rawRoot: ((Int64) -> Void)?
  var rawCases: ((Int64) -> Void)?
  /// The names of the groups, each of which gets the case.
  var groups = ["case"]

  enum Member {
    case tensor([Int], HDF5Values)
    case text(String)
  }

  static func floats(_ values: Float..., shape: [Int]? = nil) -> Member {
    .tensor(shape ?? [values.count], .float32(values))
  }

  /// The example of the format's page.
  static func golden() throws -> DraftFile {
    DraftFile(CaseRecord(try ExampleCase.make()), ExampleCase.header)
  }

  init(_ record: CaseRecord, _ header: GoldenFileHeader) {
    root = Dictionary(uniqueKeysWithValues: header.attributes.map { ($0.name, .string($0.value)) })
    attributes = [:]
    members = [:]
    for (name, value) in record.attributes {
      attributes[name.rawValue] =
        switch value {
        case .text(let text): .string(text)
        case .texts(let texts): .strings(texts)
        case .integer(let integer): .integer(integer)
        case .number(let number): .float(number)
        case .numbers(let numbers): .floats(numbers)
        case .flag(let flag): .flag(flag)
        }
    }
    for (name, value) in record.members {
      members[name] =
        switch value {
        case .text(let text): .text(text)
        case .tensor(let tensor): .tensor(tensor.shape.dimensions, HDF5Values(tensor.storage))
        }
    }
  }

  func write(to path: String) throws {
    let file = try HDF5File(creating: path)
    try write(into: file)
    try file.close()
  }

  private func write(into file: borrowing HDF5File) throws {
    let top = try file.root()
    for (name, value) in root { try top.writeAttribute(name, value) }
    if !groups.isEmpty {
      let cases = try top.createGroup("cases")
      for name in groups { try writeCase(into: cases, name) }
      locked(rawCases, cases.identifier)
    }
    locked(rawRoot, top.identifier)
  }

  private func writeCase(into cases: HDF5Group, _ name: String) throws {
    let group = try cases.createGroup(name)
    for (name, value) in attributes { try group.writeAttribute(name, value) }
    for (name, member) in members {
      switch member {
      case .tensor(let shape, let values):
        try group.writeDataset(name, shape: shape, values)
      case .text(let text): try group.writeDataset(name, string: text)
      }
    }
    locked(raw, group.identifier)
  }

  /// Makes bare calls of the library while nobody else does; it is not made for several threads.
  private func locked(_ calls: ((Int64) -> Void)?, _ identifier: Int64) {
    guard let calls else { return }
    HDF5Library.locked { calls(identifier) }
  }
}
