// SPDX-License-Identifier: MIT

extension ToleranceMode: CustomStringConvertible {
  /// Reads the form that golden files and the command line use.
  ///
  /// Strict: lower case, no spaces, no signs, finite numbers; anything else is nil.
  package init?(_ text: String) {
    switch text {
    case "certified": self = .certified
    case "exact": self = .exact
    case "torch": self = .torch
    default:
      if let inner = Self.arguments(of: "ulp", in: text) {
        guard inner.count == 1, let distance = UInt64(inner[0]), String(distance) == inner[0]
        else { return nil }
        self = .ulp(distance)
      } else if let inner = Self.arguments(of: "allclose", in: text) {
        guard inner.count == 2, let relative = Self.number(inner[0]),
          let absolute = Self.number(inner[1])
        else { return nil }
        self = .allclose(relative: relative, absolute: absolute)
      } else {
        return nil
      }
    }
  }

  /// The form that golden files and the command line use; reading it gives the same mode.
  package var description: String {
    switch self {
    case .certified: "certified"
    case .exact: "exact"
    case .torch: "torch"
    case .ulp(let distance): "ulp(\(distance))"
    case .allclose(let relative, let absolute): "allclose(\(relative),\(absolute))"
    }
  }

  /// The texts between the commas of `name(…)`, or nil if the text is not of that form.
  private static func arguments(of name: String, in text: String) -> [Substring]? {
    guard text.hasPrefix(name + "("), text.hasSuffix(")") else { return nil }
    return text.dropFirst(name.count + 1).dropLast()
      .split(separator: ",", omittingEmptySubsequences: false)
  }

  /// A decimal number ≥ 0, finite; the standard parser alone takes `nan`, `inf` and `0x1p3`, too.
  private static func number(_ text: Substring) -> Double? {
    guard let first = text.utf8.first, isDigit(first),
      text.utf8.allSatisfy({ isDigit($0) || "+-.eE".utf8.contains($0) }),
      let value = Double(text), value.isFinite
    else { return nil }
    return value
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
