// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNPlatform

/// Where in a tensor the errors are, channel by position, as inline SVG; the same as text below it.
struct FailureChart {
  let map: FailureMap

  private static let cell = 16
  /// The room of a character of the labels.
  private static let letter = 7
  private static let classes: [(letters: String, name: String, meaning: String)] = [
    (".", "h0", "exact"), ("o", "h1", "within tolerance"), ("1", "h2", "up to 10 × allowed"),
    ("2", "h3", "up to 100 × allowed"), ("345", "h4", "up to 10⁵ × allowed"),
    ("6789x", "h5", "more, NaN or infinite"),
  ]

  var markup: Markup {
    let columns = map.rows.first?.count ?? 0
    let cell = Self.cell
    let (left, right) = (room(channel), room(factor))
    let width = left + columns * cell + right
    let bottom = map.rows.count * cell + 2
    let height = bottom + (map.positions > 1 ? 15 : 0)
    let shapes = Markup(Self.classes.map { shape($0.letters, $0.name, left: left) })
    let legend = Markup(
      Self.classes.filter { found in
        map.rows.contains { $0.contains(where: found.letters.contains) }
      }
      .map { "<li>\(Self.key($0.name)) \($0.meaning)</li>" }
    )
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
      role="img" aria-label="errors by channel and position">\(shapes)\(labels)\(positions(left, columns, bottom))</svg>
      <ul class="keys">\(legend)</ul>
      <figcaption>\(axes)\(grouping(columns)) At the right, actual ÷ expected.
      <details><summary>as text</summary><pre>\(text)</pre>. exact, o within tolerance, 1–9 up to that power of ten × \
      allowed, x NaN or infinite on one side only</details></figcaption></figure>
      """
  }

  /// What rows and columns are.
  private var axes: Markup {
    let rows: Markup = "Rows: \(map.channels.of("channel"))"
    if map.positions == 1 { return rows + ", one value each." }
    return rows + ". Columns: the \(map.positions) values of a channel, over all samples."
  }

  /// The first and the last position below the columns.
  private func positions(_ left: Int, _ columns: Int, _ bottom: Int) -> Markup {
    let y = bottom + 11
    let first: Markup = "<text class=\"axis start\" x=\"\(left)\" y=\"\(y)\">0</text>"
    let end = left + columns * Self.cell - 2
    // There must be room for two numbers.
    guard columns > 4 else { return map.positions == 1 ? "" : first }
    return first + "<text class=\"axis end\" x=\"\(end)\" y=\"\(y)\">\(map.positions - 1)</text>"
  }

  /// How many elements a cell stands for, where that is more than one.
  private func grouping(_ columns: Int) -> Markup {
    func most(_ count: Int, _ cells: Int) -> Int { (count + cells - 1) / max(cells, 1) }
    let (channels, positions) = (most(map.channels, map.rows.count), most(map.positions, columns))
    guard channels > 1 || positions > 1 else { return "" }
    let parts = [
      channels > 1 ? "\(channels) channels" : nil, positions > 1 ? "\(positions) values" : nil,
    ].compactMap(\.self)
    return " Each cell shows the worst element of up to \(parts.joined(separator: " × "))."
  }

  /// A sample of a colour.
  private static func key(_ name: String) -> Markup {
    """
    <svg class="key" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><rect class="\(name)" width="12" height="12"/></svg>
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
    map.factors[row].map { "× \(String(printf: "%.4g", $0))" } ?? ""
  }
}
