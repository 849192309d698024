// SPDX-License-Identifier: MIT

internal import BNPlatform

/// Bars of counts as inline SVG, on a logarithmic scale with its axis, and the same numbers as a table.
struct BarChart {
  /// One bar.
  struct Bar {
    var label: String
    var count: Int
    var kind: Kind
  }

  /// The colours of the page: neutral, red for what decides a failure, yellow for what does not.
  enum Kind: String { case fill, bad, soft }

  let title: String
  let caption: String
  /// What the bars count, and what their labels measure.
  let counted: String
  let measured: String
  let bars: [Bar]
  /// The bar before which a line is drawn.
  let lineBefore: Int?

  private static let width = 34
  /// The room of the labels of the vertical axis, and of its title.
  private static let left = 40
  private static let top = 30
  private static let height = 96
  /// Charts of fewer bars are as wide, so that bars beside each other have one width.
  private static let usualCount = 10
  /// Where the logarithmic axis begins, so that a bar of 1 can be seen.
  private static let origin = 0.5

  var markup: Markup {
    let total = Self.left + max(bars.count, Self.usualCount) * Self.width
    let bottom = Self.top + Self.height
    let shapes = Markup(bars.enumerated().map { bar($1, at: Self.left + $0 * Self.width) })
    let line: Markup =
      lineBefore.map { index in
        let x = Self.left + index * Self.width
        return
          "<line class=\"edge\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(Self.top - 10)\" y2=\"\(bottom + 4)\"/>"
      } ?? ""
    let rows = Markup(
      bars.map { "<tr><th scope=\"row\">\($0.label)</th><td class=\"num\">\($0.count)</td></tr>" }
    )
    return """
      <figure><svg viewBox="0 0 \(total) \(bottom + 38)" role="img" aria-label="\(title): \(caption)">
      <text class="axis start" x="0" y="12">\(counted), log scale</text>\(ticks(to: total))\(shapes)\(line)\
      <text class="axis" x="\((Self.left + total) / 2)" y="\(bottom + 33)">\(measured)</text></svg>
      <figcaption><b>\(title).</b> \(caption)
      <details><summary>as a table</summary><table><tbody>\(rows)</tbody></table></details></figcaption></figure>
      """
  }

  /// The powers of ten up to the largest count, as lines with their numbers.
  private func ticks(to right: Int) -> Markup {
    let powers = (0...18).map { Int(pow(10, Double($0))) }.prefix { $0 <= max(largest, 1) }
    // Few lines, however large the counts.
    let every = max(1, (powers.count + 3) / 4)
    return Markup(
      powers.enumerated().filter { $0.offset % every == 0 }.map { _, power in
        let y = Self.top + Self.height - height(power)
        return """
          <line class="grid" x1="\(Self.left)" x2="\(right)" y1="\(y)" y2="\(y)"/>\
          <text class="axis end" x="\(Self.left - 5)" y="\(y + 4)">\(Self.short(power))</text>
          """
      }
    )
  }

  private var largest: Int { bars.map(\.count).max() ?? 0 }

  /// How high a count stands.
  private func height(_ count: Int) -> Int {
    guard count > 0 else { return 0 }
    let whole = log10(Double(max(largest, 1)) / Self.origin)
    return Int((log10(Double(count) / Self.origin) / whole * Double(Self.height)).rounded())
  }

  private func bar(_ bar: Bar, at x: Int) -> Markup {
    let height = height(bar.count)
    let top = Self.top + Self.height - height
    let middle = x + Self.width / 2
    let label: Markup =
      bar.count == 0
      ? ""
      : "<text x=\"\(middle)\" y=\"\(top - 4)\">\(Self.short(bar.count))</text>"
    return """
      <rect class="\(bar.kind.rawValue)" x="\(x + 4)" y="\(top)" width="\(Self.width - 8)" height="\(height)"/>\
      \(label)<text class="axis" x="\(middle)" y="\(Self.top + Self.height + 15)">\(bar.label)</text>
      """
  }

  private static func short(_ count: Int) -> String {
    switch count {
    case ..<10_000: "\(count)"
    case ..<1_000_000: "\(count / 1000)k"
    case ..<10_000_000: "\(count / 1_000_000).\(count / 100_000 % 10)M"
    default: "\(count / 1_000_000)M"
    }
  }
}
