// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNVerdicts

/// What is wrong with one judged thing, as one sentence.
enum ItemSentence {
  /// How many elements are out of tolerance, and the worst of them.
  static func text(_ item: JudgedItem) -> String {
    guard let comparison = item.comparison else {
      // The detail of an error says by itself whether it was expected.
      if item.name == "error", let detail = item.detail { return detail }
      return [item.verdict.words, item.detail].compactMap(\.self).joined(separator: ": ")
    }
    let count = "\(comparison.outOfTolerance) of \(comparison.count) elements out of tolerance"
    guard let worst = comparison.worst else { return count }
    let index = worst.index.map(String.init).joined(separator: ",")
    return "\(count); worst [\(index)] expected "
      + "\(NumberText.shortest(worst.expected, type: item.elementType)), actual "
      + "\(NumberText.shortest(worst.actual, type: item.elementType)), "
      + (worst.allowance.value > 0
        ? "\(NumberText.figure(worst.share.value)) × allowed" : "no difference allowed")
  }
}

extension ItemVerdict {
  /// What is wrong with the thing judged.
  var words: String {
    switch self {
    case .passed: "as expected"
    case .failed: "failed"
    case .missing: "missing"
    case .unexpected: "unexpected"
    case .wrongShape: "wrong shape"
    case .wrongType: "wrong type"
    case .wrongError: "wrong error"
    case .untrusted: "passed, but the bound is too loose to prove anything"
    }
  }
}
