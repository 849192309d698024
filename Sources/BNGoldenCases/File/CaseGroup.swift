// SPDX-License-Identifier: MIT

internal import BNHDF5
internal import BNTensors

/// The group of one case, opened when it is first used; its data sets are read when they are asked for.
final class CaseGroup {
  private let link: HDF5Link
  private let cases: HDF5Group
  private var opened: HDF5Group?
  private let allowance: ReadingAllowance
  /// More than 64 steps with every member of the format.
  private static let maximumMemberCount = 4096

  init(
    _ link: HDF5Link,
    in cases: HDF5Group,
    _ allowance: ReadingAllowance
  ) {
    self.link = link
    self.cases = cases
    self.allowance = allowance
  }

  private func group() throws(CaseFault) -> HDF5Group {
    if let opened { return opened }
    let group = try CaseFault.translating { () throws(HDF5Error) in
      try cases.group(behind: link)
    }
    opened = group
    return group
  }

  /// Reads the attributes.
  func attributes(of role: GoldenFileRole) throws(CaseFault) -> AttributeTable {
    try GroupAttributes.read(group(), of: role)
  }

  /// Lists the data sets, none of which may be reached in any way but by its own name.
  func members() throws(CaseFault) -> MemberTable {
    let group = try group()
    let links = try CaseFault.translating { () throws(HDF5Error) in
      try group.links(atMost: Self.maximumMemberCount)
    }
    for link in links {
      guard case .hard(let object) = link.target, object.kind == .dataset else {
        let problem = "is \(link.target), but only data sets belong in a case"
        throw CaseFault(member: Self.member(link.name), problem: problem)
      }
      try meet(object, named: link.name)
    }
    return try MemberTable(names: links.map(\.name)) { name, place throws(CaseFault) in
      try self.read(name) { group throws(HDF5Error) in try group.dataset(behind: links[place]) }
    }
  }

  private func meet(_ object: HDF5ObjectIdentity, named name: String) throws(CaseFault) {
    guard allowance.meet(object) else {
      let problem = "leads to an object that has another name, too"
      throw CaseFault(member: Self.member(name), problem: problem)
    }
  }

  private static func member(_ name: String) -> String {
    "member \(HDF5Text.escaped(String(name.prefix(80))))"
  }

  private func read(
    _ name: MemberName,
    _ open: (HDF5Group) throws(HDF5Error) -> HDF5Dataset
  ) throws(CaseFault) -> MemberValue {
    let group = try group()
    let dataset = try CaseFault.translating { () throws(HDF5Error) in
      try open(group)
    }
    if let refusal = dataset.layout.refusal {
      throw CaseFault(
        dataSet: name,
        "is \(refusal), which is refused",
        hint: "store it in one piece, without chunks, filters or other files"
      )
    }
    guard try GroupAttributes.names(dataset).isEmpty else {
      throw CaseFault(dataSet: name, "has attributes, but data sets of the format have none")
    }
    if case .string = dataset.datatype {
      return .text(try CaseFault.translating { () throws(HDF5Error) in try dataset.string() })
    }
    return .tensor(try tensor(name, dataset))
  }

  private func tensor(
    _ name: MemberName,
    _ dataset: borrowing HDF5Dataset
  ) throws(CaseFault) -> Tensor {
    if case .integer(let format) = dataset.datatype, format.byteCount != 8 || !format.isSigned {
      throw CaseFault(dataSet: name, "holds \(format), but integers are int64")
    }
    let dimensions: [Int]
    let values: HDF5Values
    do throws(HDF5Error) {
      dimensions = try dataset.shape()
      guard dimensions.count <= GoldenFile.maximumRank else {
        throw dataset.tooLarge("its rank", dimensions.count, limit: GoldenFile.maximumRank)
      }
      guard allowance.take(byteCount: dataset.storedByteCount) else {
        let problem = "it and the tensors before it are larger than the file"
        throw HDF5Error("read the elements", dataset.location, .inconsistent(problem))
      }
      values = try dataset.values(atMost: GoldenFile.maximumElementCount)
    } catch {
      throw CaseFault(error)
    }
    do {
      return try Tensor(shape: Shape(dimensions), storage: TensorStorage(values))
    } catch {
      throw CaseFault(dataSet: name, "has no shape: \(error)")
    }
  }
}

extension HDF5Dataset {
  fileprivate func tooLarge(_ what: String, _ found: Int, limit: Int) -> HDF5Error {
    let problem = HDF5Problem.tooLarge(what: what, found: "\(found)", limit: "\(limit)")
    return HDF5Error("read the shape", location, problem)
  }
}
