// SPDX-License-Identifier: MIT

/// Colours on a terminal, or their absence.
package struct TextStyle: Equatable, Sendable {
  /// Whether there are colours.
  package let isColoured: Bool

  /// Creates a style.
  package init(isColoured: Bool) { self.isColoured = isColoured }

  /// Decides by the stream that is written to and its environment.
  ///
  /// `FORCE_COLOR` outranks `NO_COLOR`, which outranks the stream.
  package init(isTerminal: Bool, environment: [String: String]) {
    let force = environment["FORCE_COLOR"] ?? ""
    let refuse = environment["NO_COLOR"] ?? ""
    if !force.isEmpty {
      isColoured = force != "0" && force != "false"
    } else {
      isColoured = isTerminal && refuse.isEmpty && environment["TERM"] != "dumb"
    }
  }

  /// The colours that are used.
  package enum Colour: Int, Sendable {
    case bold = 1
    case dim = 2
    case red = 31
    case green = 32
    case yellow = 33
  }

  /// The text in a colour.
  package func paint(_ text: String, _ colour: Colour) -> String {
    isColoured ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }
}
