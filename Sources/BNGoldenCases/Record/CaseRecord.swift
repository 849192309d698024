// SPDX-License-Identifier: MIT

internal import BNTensors

/// A case as the format lays it out: named attributes and named data sets.
///
/// What is written, what is read and what the content digest covers all pass through this form.
struct CaseRecord: Sendable {
  /// The attributes in the order of the format's table.
  var attributes: [(name: CaseAttribute, value: AttributeValue)] = []
  /// The data sets, sorted by the bytes of their names.
  var members: [(name: String, value: MemberValue)] = []

  /// Creates a record; both parts are brought into their order.
  init(attributes: [CaseAttribute: AttributeValue], members: [(MemberName, MemberValue)]) {
    self.attributes = CaseAttribute.allCases.compactMap { name in
      attributes[name].map { (name, $0) }
    }
    // All names are ASCII, of which strings compare by their bytes.
    self.members = members.map { ($0.0.text, $0.1) }
    self.members.sort { $0.name < $1.name }
  }
}

/// The value of a data set.
enum MemberValue: Sendable {
  case tensor(Tensor)
  case text(String)
}
