// SPDX-License-Identifier: MIT

package import BNVerdicts

extension OutcomeStatus {
  /// The one character that stands for it; never told by colour alone.
  package var glyph: String {
    switch self {
    case .passed: "✔"
    case .failed, .wrongStructure: "✘"
    case .errored: "!"
    case .unsupported: "➜"
    case .expectedFailure: "━"
    case .unexpectedPass: "╋"
    case .untrusted: "?"
    case .notRun: "·"
    }
  }

  /// What one case came out as.
  package var word: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .wrongStructure: "wrong structure"
    case .errored: "errored"
    case .unsupported: "unsupported"
    case .expectedFailure: "expected failure"
    case .unexpectedPass: "unexpected pass"
    case .untrusted: "untrusted"
    case .notRun: "not run"
    }
  }
}
