// SPDX-License-Identifier: MIT

internal import BNRunFile

/// How far a run has come: a line that renews itself on a terminal, a plain line now and then elsewhere.
package struct ProgressLine {
  private let isLive: Bool
  private let now: () -> ContinuousClock.Instant
  private let start: ContinuousClock.Instant
  private var lastLine: ContinuousClock.Instant
  private var files = 0
  private var filesBegun = 0
  private var selected = 0
  private var judged = 0
  private var failing = 0
  private var isShown = false

  package init(
    isLive: Bool,
    now: @escaping () -> ContinuousClock.Instant = { .now }
  ) {
    self.isLive = isLive
    self.now = now
    start = now()
    lastLine = start
  }

  mutating func begin(_ header: RunHeader) { files = header.settings.files.count }

  /// Takes a record and returns what to write.
  mutating func arrive(_ record: RunRecord) -> String? {
    switch record {
    case .file(let file):
      filesBegun += 1
      selected += file.selected.count
    case .outcome(let recorded):
      judged += 1
      if !recorded.outcome.isAsExpected { failing += 1 }
    case .header, .problem, .warning, .claim, .footer: return nil
    }
    guard isDue() else { return nil }
    let more = filesBegun < files ? "+" : ""
    return shown("\(judged) of \(selected)\(more) cases\(trouble(failing))\(timeLeft)")
  }

  /// What to write of an exploration that has come so far.
  package mutating func renewed(judged: Int, failing: Int) -> String? {
    isDue() ? shown("\(judged.of("case"))\(trouble(failing))") : nil
  }

  private mutating func shown(_ words: String) -> String {
    isShown = isLive
    return isLive ? "\r\u{1B}[2K" + words : words + "\n"
  }

  private func trouble(_ failing: Int) -> String { failing > 0 ? ", \(failing) failing" : "" }

  /// How long the rest will take if it is like what was done; said once that is worth knowing.
  ///
  /// Files that have not begun are taken to be as large as those that have.
  private var timeLeft: String {
    let elapsed = start.duration(to: lastLine) / .seconds(1)
    guard elapsed >= 3, judged >= 10, filesBegun > 0 else { return "" }
    let expected = Double(selected) * Double(max(files, filesBegun)) / Double(filesBegun)
    let left = elapsed * max(expected - Double(judged), 0) / Double(judged)
    guard left >= 1 else { return "" }
    return left < 120 ? ", about \(Int(left)) s left" : ", about \(Int(left / 60)) min left"
  }

  /// Ten times a second on a terminal, every five seconds elsewhere.
  private mutating func isDue() -> Bool {
    let time = now()
    guard lastLine.duration(to: time) >= .milliseconds(isLive ? 100 : 5000) else { return false }
    lastLine = time
    return true
  }

  /// What takes the line away, if there is one.
  package mutating func clear() -> String? {
    guard isShown else { return nil }
    isShown = false
    return "\r\u{1B}[2K"
  }
}
