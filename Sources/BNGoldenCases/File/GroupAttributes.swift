// SPDX-License-Identifier: MIT

internal import BNHDF5

/// The attributes of a group, read by the forms that the format knows.
enum GroupAttributes {
  /// No group of the format has as many attributes.
  static let maximumCount = 64

  /// Reads the attributes of a case's group.
  static func read(
    _ group: HDF5Group,
    of role: GoldenFileRole
  ) throws(CaseFault) -> AttributeTable {
    let allowed = CaseAttribute.allowed(in: role)
    var values: [CaseAttribute: AttributeValue] = [:]
    for name in try names(group) {
      let attribute = try attribute(name, of: role, allowed)
      values[attribute] = try value(name, of: group)
    }
    return AttributeTable(values)
  }

  /// The attribute of a name, which must belong in a file of the role.
  private static func attribute(
    _ name: String,
    of role: GoldenFileRole,
    _ allowed: Set<CaseAttribute>
  ) throws(CaseFault) -> CaseAttribute {
    guard let attribute = CaseAttribute(rawValue: name) else {
      throw CaseFault(
        member: "attribute \(name.prefix(80))",
        problem: "is not an attribute of the format"
      )
    }
    guard allowed.contains(attribute) else {
      let problem = "does not belong in a file of role \(role.rawValue)"
      throw CaseFault(attribute: attribute, problem)
    }
    return attribute
  }

  /// Lists the names of an object's attributes.
  static func names<Object: HDF5Object>(
    _ object: Object
  ) throws(CaseFault) -> [String] {
    try CaseFault.translating { () throws(HDF5Error) in
      try object.attributeNames(atMost: maximumCount)
    }
  }

  /// Reads an attribute in the form that it has.
  static func value(
    _ name: String,
    of group: HDF5Group
  ) throws(CaseFault) -> AttributeValue {
    do throws(HDF5Error) {
      let attribute = try group.attribute(listed: name)
      // A list has one dimension; whether one of a single item is meant as a list depends on the name.
      let isScalar = attribute.extent.isSingle && attribute.extent.shape?.count != 1
      switch attribute.datatype {
      case .string:
        return isScalar ? .text(try attribute.string()) : .texts(try attribute.strings())
      case .integer: return .integer(try attribute.integer())
      case .float:
        return isScalar ? .number(try attribute.float()) : .numbers(try attribute.floats())
      case .enumeration(let format) where format.isBoolean: return .flag(try attribute.flag())
      case .enumeration, .other:
        throw HDF5Error(
          "read it",
          attribute.location,
          .mismatch(
            expected: "a string, a number or a flag",
            found: attribute.datatype.description
          )
        )
      }
    } catch {
      throw CaseFault(error)
    }
  }
}

extension CaseAttribute {
  fileprivate static func allowed(in role: GoldenFileRole) -> Set<CaseAttribute> {
    switch role {
    case .golden: golden
    case .requests: requests
    case .answers: answers
    case .allowances: [.id]
    }
  }
}
