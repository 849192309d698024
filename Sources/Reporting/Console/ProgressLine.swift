// SPDX-License-Identifier: MIT

internal import Conformance

/// How far a run has come: a line that renews itself on a terminal, a line for each file elsewhere.
struct ProgressLine {
  private let isLive: Bool
  /// Whether files get a line where the progress is not live.
  private let isVerbose: Bool
  private var files = 0
  private var filesBegun = 0
  private var selected = 0
  private var judged = 0
  private var unexpected = 0
  private var isShown = false

  init(isLive: Bool, isVerbose: Bool) {
    self.isLive = isLive
    self.isVerbose = isVerbose
  }

  mutating func begin(_ header: RunHeader) { files = header.settings.files.count }

  /// Takes a record and returns what to write.
  mutating func arrive(_ record: RunRecord) -> String? {
    switch record {
    case .file(let file):
      filesBegun += 1
      selected += file.selected.count
      if !isLive, isVerbose {
        return "\(file.file): \(file.selected.count) of \(file.cases) cases\n"
      }
    case .outcome(let recorded):
      judged += 1
      if !recorded.outcome.isAsExpected { unexpected += 1 }
    case .header, .problem, .warning, .footer: return nil
    }
    guard isLive else { return nil }
    isShown = true
    let more = filesBegun < files ? "+" : ""
    let trouble = unexpected > 0 ? ", \(unexpected) not as expected" : ""
    return "\r\u{1B}[2K\(judged) of \(selected)\(more) cases\(trouble)"
  }

  /// What takes the line away, if there is one.
  mutating func clear() -> String? {
    guard isShown else { return nil }
    isShown = false
    return "\r\u{1B}[2K"
  }
}
