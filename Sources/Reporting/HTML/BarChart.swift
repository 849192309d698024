// SPDX-License-Identifier: MIT

internal import Foundation

/// Bars of counts as inline SVG, on a logarithmic scale, with the same numbers as a table.
struct BarChart {
  /// One bar.
  struct Bar {
    var label: String
    var count: Int
    var isBad: Bool
  }

  let title: String
  let caption: String
  let bars: [Bar]
  /// The bar before which a line is drawn.
  let lineBefore: Int?

  private static let width = 36
  private static let height = 110
  /// Charts of fewer bars are as wide, so that bars beside each other have one width.
  private static let usualCount = 10

  var markup: Markup {
    let total = max(bars.count, Self.usualCount) * Self.width
    let shapes = Markup(bars.enumerated().map { bar($1, at: $0 * Self.width) })
    let line: Markup =
      lineBefore.map { index in
        "<line class=\"edge\" x1=\"\(index * Self.width)\" x2=\"\(index * Self.width)\" y1=\"0\" y2=\"\(Self.height + 18)\"/>"
      } ?? ""
    let rows = Markup(
      bars.map { "<tr><th scope=\"row\">\($0.label)</th><td class=\"num\">\($0.count)</td></tr>" }
    )
    return """
      <figure><svg viewBox="0 0 \(total) \(Self.height + 22)" role="img" aria-label="\(title): \(caption)">
      \(shapes)\(line)</svg><figcaption><b>\(title).</b> \(caption)
      <details><summary>as a table</summary><table><tbody>\(rows)</tbody></table></details></figcaption></figure>
      """
  }

  private func bar(_ bar: Bar, at x: Int) -> Markup {
    let largest = log2(Double(max(bars.map(\.count).max() ?? 0, 1)) + 1)
    let share = log2(Double(bar.count) + 1) / largest
    let height = bar.count == 0 ? 0 : max(2, Int((share * Double(Self.height - 16)).rounded()))
    let top = Self.height - height
    let kind: Markup = bar.isBad ? "bad" : "fill"
    let middle = x + Self.width / 2
    let label: Markup =
      bar.count == 0
      ? ""
      : "<text x=\"\(middle)\" y=\"\(top - 4)\">\(Self.short(bar.count))</text>"
    return """
      <rect class="\(kind)" x="\(x + 4)" y="\(top)" width="\(Self.width - 8)" height="\(height)"/>\
      \(label)<text class="axis" x="\(middle)" y="\(Self.height + 14)">\(bar.label)</text>
      """
  }

  private static func short(_ count: Int) -> String {
    switch count {
    case ..<10_000: "\(count)"
    case ..<10_000_000: "\(count / 1000)k"
    default: "\(count / 1_000_000)M"
    }
  }
}
