// SPDX-License-Identifier: MIT

/// Foreign text made safe to print: no line breaks, no control characters, not without end.
enum OneLine {
  static func text(_ text: String, limit: Int = 2000) -> String {
    let printable = text.unicodeScalars.prefix(limit + 1)
      .map { $0.properties.generalCategory == .control ? " " : Character($0) }
    return printable.count > limit ? String(printable.prefix(limit)) + "…" : String(printable)
  }
}
