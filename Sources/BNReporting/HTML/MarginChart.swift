// SPDX-License-Identifier: MIT

internal import BNPlatform

/// A margin then and now on one logarithmic line, the limit of 1 marked.
struct MarginChart {
  let then: Double?
  let now: Double?
  /// Whether a failure of the case decides the exit code.
  let decides: Bool

  private static let width = 180
  /// Shares from 10^-4 to 10^4 have a place of their own.
  private static let decades = 4.0

  var markup: Markup {
    guard let then = place(then), let now = place(now) else { return "" }
    let edge = Self.width / 2
    let (left, right) = (min(then, now), max(then, now))
    let kind: Markup = now <= edge ? "fill" : decides ? "bad" : "soft"
    return """
      <svg class="margin" viewBox="0 0 \(Self.width) 16" width="\(Self.width)" height="16" aria-hidden="true">\
      <line class="edge" x1="\(edge)" x2="\(edge)" y1="0" y2="16"/>\
      <rect class="h0" x="\(left)" y="7" width="\(max(1, right - left))" height="2"/>\
      <circle class="then" cx="\(then)" cy="8" r="3"/><circle class="\(kind)" cx="\(now)" cy="8" r="5"/></svg>
      """
  }

  private func place(_ share: Double?) -> Int? {
    guard let share, !share.isNaN else { return nil }
    let power = share > 0 ? log10(share) : -Self.decades
    let part = (min(max(power, -Self.decades), Self.decades) + Self.decades) / (2 * Self.decades)
    return 6 + Int((part * Double(Self.width - 12)).rounded())
  }
}
