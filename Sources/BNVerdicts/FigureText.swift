// SPDX-License-Identifier: MIT

internal import BNPlatform

/// A figure of merit in two or three digits, such as `0.31`, `1.7`, `45.6`, `841`, `3.1e5`, `4.2e-4`.
///
/// Reasons, console and reports write them all in this way.
package enum FigureText {
  /// The text; a figure a little above 1 is never shown as 1, which would pass.
  package static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞" }
    if value == 0 { return "0" }
    let magnitude = abs(value)
    if magnitude < 0.001 || magnitude >= 9999.5 { return scientific(value) }
    if magnitude >= 99.95 { return String(printf: "%.0f", value) }
    if magnitude >= 9.95 { return String(printf: "%.1f", value) }
    let text = String(printf: "%.2g", value)
    return text == "1" && value > 1 ? "1.01" : text
  }

  /// Mantissa and exponent, the latter without a plus sign and leading zeros.
  private static func scientific(_ value: Double) -> String {
    let parts = String(printf: "%.1e", value).split(separator: "e")
    guard let mantissa = parts.first, let exponent = parts.last.flatMap({ Int($0) }) else {
      return "\(value)"
    }
    return "\(mantissa)e\(exponent)"
  }
}
