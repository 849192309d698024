// SPDX-License-Identifier: MIT

internal import BNHDF5

/// A golden, requests or answers file that is open for reading, its outer structure checked.
struct OpenGoldenFile: ~Copyable {
  /// The path, as it was given.
  let path: String
  /// The root's attributes.
  let header: GoldenFileHeader
  /// The links to the cases' groups, sorted by the bytes of their names.
  let links: [HDF5Link]
  private let cases: HDF5Group
  private let allowance: ReadingAllowance

  /// Opens a file of a role.
  static func open(
    path: String,
    role: GoldenFileRole
  ) throws(GoldenFormatError) -> OpenGoldenFile {
    let allowance = ReadingAllowance(path: path)
    let file = try GoldenFormatError.translating(file: path) { () throws(HDF5Error) in
      try HDF5File(reading: path)
    }
    let root = try GoldenFormatError.translating(file: path) { () throws(HDF5Error) in
      try file.root()
    }
    let header = try GoldenFileHeader(root, file: path, role: role)
    let members = try groups(in: root, of: path, atMost: 16, allowance).map(\.name)
    guard members.contains("cases") else {
      throw GoldenFormatError(file: path, member: "group cases", problem: "is missing")
    }
    if let other = members.first(where: { $0 != "cases" }) {
      let problem = "stands beside the group cases, but the root holds nothing else"
      throw GoldenFormatError(file: path, member: "group \(other)", problem: problem)
    }
    let cases = try GoldenFormatError.translating(file: path) { () throws(HDF5Error) in
      try root.group("cases")
    }
    let links = try groups(in: cases, of: path, atMost: GoldenFile.maximumCaseCount, allowance)
    let attributes = try GoldenFormatError.translating(file: path) { () throws(HDF5Error) in
      try cases.attributeNames(atMost: 64)
    }
    if let attribute = attributes.first {
      let problem = "stands on the group cases, which has none"
      throw GoldenFormatError(file: path, member: "attribute \(attribute)", problem: problem)
    }
    return OpenGoldenFile(
      path: path,
      header: header,
      links: links,
      cases: cases,
      allowance: allowance
    )
  }

  /// The group of a case.
  func group(_ link: HDF5Link) -> CaseGroup { CaseGroup(link, in: cases, allowance) }

  /// Lists the members of a group, all of which must be groups that have no other name.
  private static func groups(
    in parent: borrowing HDF5Group,
    of path: String,
    atMost limit: Int,
    _ allowance: ReadingAllowance
  ) throws(GoldenFormatError) -> [HDF5Link] {
    let links: [HDF5Link]
    do throws(HDF5Error) {
      links = try parent.links(atMost: limit)
    } catch {
      throw GoldenFormatError(file: path, error)
    }
    for link in links {
      let member = "member \(HDF5Text.escaped(String(link.name.prefix(80))))"
      guard case .hard(let object) = link.target, object.kind == .group, link.isOpenable else {
        let problem = "is \(link.target), but a group is expected"
        let hint = "put the group itself there; links are never followed"
        throw GoldenFormatError(file: path, member: member, problem: problem, hint: hint)
      }
      guard allowance.meet(object) else {
        let problem = "leads to an object that has another name, too"
        throw GoldenFormatError(file: path, member: member, problem: problem)
      }
    }
    return links
  }
}
