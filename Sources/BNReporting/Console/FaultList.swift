// SPDX-License-Identifier: MIT

package import BNFaults
internal import Foundation

/// The known faults: one a line, or as JSON.
package struct FaultList {
  private let faults: [Fault]

  /// Creates the list.
  package init(_ faults: [Fault]) { self.faults = faults }

  /// The table: name, rule, what is wrong, and in brackets where it was seen.
  package var text: String {
    let name = faults.map(\.name.count).max() ?? 0
    let rule = faults.map(\.rule.count).max() ?? 0
    return faults.map { fault in
      let origin = fault.origin.isEmpty ? "" : "  [\(fault.origin)]"
      return CaseLine.left(fault.name, name) + "  " + CaseLine.left(fault.rule, rule) + "  "
        + fault.summary + origin + "\n"
    }.joined()
  }

  /// The list as JSON.
  ///
  /// - Throws: `EncodingError` if it cannot be encoded.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(faults.map(Row.init)), as: UTF8.self) + "\n"
  }

  private struct Row: Encodable {
    let name, summary, origin, rule, category: String
    /// Why no required case sees it, for what required cases allow.
    let dialect: String?

    init(_ fault: Fault) {
      (name, summary, origin, rule) = (fault.name, fault.summary, fault.origin, fault.rule)
      (category, dialect) = (fault.category.rawValue, fault.dialect)
    }
  }
}
