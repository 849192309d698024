// SPDX-License-Identifier: MIT

internal import BNBounds
package import BNRunning
internal import BNVerdicts
internal import BNTensors

/// A review of pending goldens for people: the values side by side, the largest change first.
extension GoldenReview {
  /// The text, a line for each case and for each changed value that is shown; at most so many cases of each
  /// kind are.
  package func text(_ file: String, limit: Int) -> String {
    let counts =
      "\(added.count) added, \(removed.count) removed, "
      + "\(changed.count) changed, \(unchanged) unchanged"
    var lines = ["\(file)  \(counts)"]
    lines += Self.shown(changed, limit) { change in
      let parts = change.parts.isEmpty ? "" : "  (\(change.parts.joined(separator: ", ")) changed)"
      return ["~ \(change.id)\(parts)"] + change.tensors.flatMap(Self.lines)
    }
    lines += Self.shown(removed, limit) { ["- \($0)"] }
    lines += Self.shown(added, limit) { ["+ \($0)"] }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func shown<Item>(_ items: [Item], _ limit: Int, _ lines: (Item) -> [String])
    -> [String]
  {
    let rest = items.count - limit
    return items.prefix(limit).flatMap { lines($0) }
      + (rest > 0 ? ["  … and \(rest) more; --all shows them"] : [])
  }

  private static func lines(_ change: GoldenReview.TensorChange) -> [String] {
    let place = "    step \(change.step) \(change.name)  "
    guard let comparison = change.comparison else { return [place + (change.note ?? "")] }
    let count = "\(comparison.count - comparison.exact) of \(comparison.count) elements"
    let most = "up to \(comparison.maxULP) ULP"
    let values = comparison.firstMismatches.prefix(3).map { element in
      let index = element.index.map(String.init).joined(separator: ",")
      let numbers = [element.expected, element.actual].map {
        NumberText.shortest($0, type: change.elementType)
      }
      return "      [\(index)]  \(numbers[0]) → \(numbers[1])"
    }
    // Bits that differ without a difference in value: the sign of a zero, the payload of a NaN.
    let note = comparison.isExact ? "same values, different bits" : nil
    return [place + (note ?? "\(count), \(most)")] + values
  }
}
