// SPDX-License-Identifier: MIT

internal import BNFaults

/// The known faults: one a line, or as JSON.
extension [Fault] {
  /// The table: name, rule, what is wrong, and in brackets where it was seen.
  package var text: String {
    let name = map(\.name.count).max() ?? 0
    let rule = map(\.rule.count).max() ?? 0
    return map { fault in
      let origin = fault.origin.isEmpty ? "" : "  [\(fault.origin)]"
      return fault.name.left(name) + "  " + fault.rule.left(rule) + "  "
        + fault.summary + origin + "\n"
    }.joined()
  }

  /// The list as JSON.
  ///
  /// - Throws: `EncodingError` if it cannot be encoded.
  package func json() throws -> String {
    try JSONText.lines(map(FaultRow.init))
  }
}

private struct FaultRow: Encodable {
  let name, summary, origin, rule, category: String
  /// Why no required case sees it, for what required cases allow.
  let dialect: String?

  init(_ fault: Fault) {
    (name, summary, origin, rule) = (fault.name, fault.summary, fault.origin, fault.rule)
    (category, dialect) = (fault.category.rawValue, fault.dialect)
  }
}
