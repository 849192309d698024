// SPDX-License-Identifier: MIT

package import BNBounds
internal import BNVerdicts
internal import BNPlatform
package import BNTensors

/// Numbers as reports show them.
package enum NumberText {
  /// The shortest decimal text that gives the same number of the same type when read.
  package static func shortest(_ number: ReportedNumber, type: ElementType?) -> String {
    if type != .int64, number.value.isNaN { return "NaN" }
    return switch type {
    case .float32: "\(Float(number.value))"
    case .float16: shortest(number.value) { Double(Half($0)) }
    case .bfloat16: shortest(number.value) { Double(BFloat16($0)) }
    case .int64: "\(Int64(bitPattern: number.bits))"
    case .float64, nil: "\(number.value)"
    }
  }

  private static func shortest(_ value: Double, _ round: (Double) -> Double) -> String {
    guard value.isFinite else { return "\(value)" }
    for digits in 1...9 {
      let text = String(printf: "%.\(digits)g", value)
      if let read = Double(text), round(read) == value { return "\(read)" }
    }
    return "\(value)"
  }

  /// A figure of merit in two or three digits, such as `0.31`, `1.7`, `45.6`, `3.1e5`.
  package static func figure(_ value: Double) -> String { FigureText.text(value) }

  /// A needed depth of sums: a whole number as such.
  package static func depth(_ depth: Double) -> String {
    depth == depth.rounded() && depth < 1e6 ? "\(Int(depth))" : figure(depth)
  }

  /// A distance in representable numbers, rounded where nobody counts any more.
  package static func distance(_ ulp: UInt64) -> String {
    ulp < 10_000_000 ? "\(ulp) ULP" : "\(figure(Double(ulp))) ULP"
  }

  /// A time in milliseconds or, from one second on, in seconds.
  package static func time(milliseconds: Double) -> String {
    if milliseconds >= 1000 { return String(printf: "%.2f s", milliseconds / 1000) }
    return String(printf: milliseconds < 10 ? "%.1f ms" : "%.0f ms", milliseconds)
  }

  /// A share of a whole in percent.
  package static func percent(_ count: Int, of total: Int) -> String {
    guard total > 0 else { return "0 %" }
    return String(printf: "%.3g %%", 100 * Double(count) / Double(total))
  }
}
