// SPDX-License-Identifier: MIT

/// One line of what `bnconform doctor` finds.
struct Finding: Equatable {
  /// How much it matters.
  enum State: String {
    /// As it should be.
    case good = "✔"
    /// Missing, but only some uses need it.
    case absent = "·"
    /// In the way of every run.
    case bad = "✘"
  }

  let state: State
  /// What was looked at, in a word or two.
  let subject: String
  /// What was found.
  let detail: String
  /// What to do about it.
  var hint: String?

  init(_ state: State, _ subject: String, _ detail: String, hint: String? = nil) {
    (self.state, self.subject, self.detail, self.hint) = (state, subject, detail, hint)
  }

  /// The line, and the hint below it.
  var text: String {
    let gap = String(repeating: " ", count: max(1, 15 - subject.count))
    let line = "\(state.rawValue) \(subject)\(gap)\(detail)\n"
    return line + (hint.map { "  hint" + String(repeating: " ", count: 11) + "\($0)\n" } ?? "")
  }
}
