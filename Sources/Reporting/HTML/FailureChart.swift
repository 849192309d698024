// SPDX-License-Identifier: MIT

internal import Comparison
internal import Foundation

/// Where in a tensor the errors are, channel by position, as inline SVG; the same as text below it.
struct FailureChart {
  let map: FailureMap

  private static let cell = 16
  /// The room of a character of the labels.
  private static let letter = 7
  private static let classes: [(letters: String, name: String)] = [
    (".", "h0"), ("o", "h1"), ("12", "h2"), ("345", "h3"), ("6789x", "h4"),
  ]

  var markup: Markup {
    let columns = map.rows.first?.count ?? 0
    let cell = Self.cell
    let (left, right) = (room(channel), room(factor))
    let width = left + columns * cell + right
    let height = map.rows.count * cell + 2
    let shapes = Markup(Self.classes.map { shape($0.letters, $0.name, left: left) })
    let labels = Markup(
      map.rows.indices.map { row in
        let y = row * cell + cell - 4
        return """
          <text class="axis" x="\(left / 2 - 2)" y="\(y)">\(channel(row))</text><text class="axis" x="\
          \(left + columns * cell + right / 2)" y="\(y)">\(factor(row))</text>
          """
      }
    )
    let text = map.rows.indices.map { "\(channel($0))  \(map.rows[$0])  \(factor($0))" }
      .joined(separator: "\n")
    return """
      <figure class="map"><svg viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
      role="img" aria-label="errors by channel and position">\(shapes)\(labels)</svg>
      <figcaption>channel ↓ position → (\(map.channels) × \(map.positions)), at the right actual ÷ expected
      <details><summary>as text</summary><pre>\(text)</pre>. exact, o within, 1–9 power of ten of the share, x \
      special</details></figcaption></figure>
      """
  }

  /// The width of the longest label.
  private func room(_ label: (Int) -> String) -> Int {
    10 + Self.letter * (map.rows.indices.map { label($0).count }.max() ?? 0)
  }

  /// All cells of a class as one path.
  private func shape(_ letters: String, _ name: String, left: Int) -> Markup {
    var path = ""
    let size = Self.cell - 2
    for (row, text) in map.rows.enumerated() {
      for (column, letter) in text.enumerated() where letters.contains(letter) {
        path +=
          "M\(left + column * Self.cell) \(row * Self.cell + 1)h\(size)v\(size)h-\(size)z"
      }
    }
    return path.isEmpty ? "" : "<path class=\"\(name)\" d=\"\(path)\"/>"
  }

  private func channel(_ row: Int) -> String {
    let first = firstChannel(of: row)
    let last = firstChannel(of: row + 1) - 1
    return first >= last ? "\(first)" : "\(first)–\(last)"
  }

  private func firstChannel(of row: Int) -> Int {
    (row * map.channels + map.rows.count - 1) / max(map.rows.count, 1)
  }

  private func factor(_ row: Int) -> String {
    map.factors[row].map { "× \(String(format: "%.4g", $0))" } ?? ""
  }
}
