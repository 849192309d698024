// SPDX-License-Identifier: MIT

internal import BNHDF5

extension GoldenFileHeader {
  /// Reads the root's attributes and checks them against the role that is asked for.
  init(
    _ root: borrowing HDF5Group,
    file: String,
    role expected: GoldenFileRole
  ) throws(GoldenFormatError) {
    var values: [String: String] = [:]
    do throws(CaseFault) {
      for name in try GroupAttributes.names(root) {
        guard Self.attributes.contains(name) else {
          let problem = "is not an attribute of the root"
          throw CaseFault(member: "attribute \(name.prefix(80))", problem: problem)
        }
        let value = try GroupAttributes.value(name, of: root)
        guard case .text(let text) = value.single else {
          let problem = "is \(value.kindName), but a string is expected"
          throw CaseFault(member: "attribute \(name)", problem: problem)
        }
        if let fault = FormatText.fault(in: text) {
          throw CaseFault(member: "attribute \(name)", problem: fault)
        }
        values[name] = text
      }
      try self.init(values, role: expected)
    } catch {
      throw GoldenFormatError(file: file, caseName: nil, error)
    }
  }

  private static let attributes: Set<String> = [
    "format_version", "role", "feature", "generator", "implementation", "implementation_version",
  ]

  private init(_ values: [String: String], role expected: GoldenFileRole) throws(CaseFault) {
    let version = try Self.require("format_version", values)
    guard GoldenFile.understands(version) else {
      throw CaseFault(
        member: "attribute format_version",
        problem: "is \(version.prefix(40).debugDescription), which this version cannot read",
        hint: "the format is \(GoldenFile.formatVersion); another major version is refused"
      )
    }
    let role = try Self.require("role", values)
    guard role == expected.rawValue else {
      let found = role.prefix(40).debugDescription
      throw CaseFault(
        member: "attribute role",
        problem: "is \(found), but a file of role \"\(expected.rawValue)\" is asked for"
      )
    }
    self.init(formatVersion: version, role: expected)
    generator = values["generator"]
    switch expected {
    case .golden: feature = try Self.require("feature", values)
    case .requests, .allowances: break
    case .answers:
      implementation = try Self.require("implementation", values)
      implementationVersion = values["implementation_version"]
    }
    let used = attributes.map(\.name)
    for name in values.keys.sorted() where !used.contains(name) {
      throw CaseFault(
        member: "attribute \(name)",
        problem: "does not belong in a file of role \(expected.rawValue)"
      )
    }
  }

  /// Checks that the attributes are what a reader of the role takes.
  func check() throws(CaseFault) {
    for (name, value) in attributes {
      if let fault = FormatText.fault(in: value) {
        throw CaseFault(member: "attribute \(name)", problem: fault)
      }
    }
    let values = Dictionary(attributes.map { ($0.name, $0.value) }) { first, _ in first }
    _ = try GoldenFileHeader(values, role: role)
  }

  private static func require(
    _ name: String,
    _ values: [String: String]
  ) throws(CaseFault) -> String {
    guard let value = values[name] else {
      throw CaseFault(member: "attribute \(name)", problem: "is missing")
    }
    return value
  }

  /// The root's attributes as they are written.
  var attributes: [(name: String, value: String)] {
    let all: [(String, String?)] = [
      ("format_version", formatVersion), ("role", role.rawValue), ("feature", feature),
      ("generator", generator), ("implementation", implementation),
      ("implementation_version", implementationVersion),
    ]
    return all.compactMap { name, value in value.map { (name, $0) } }
  }
}
