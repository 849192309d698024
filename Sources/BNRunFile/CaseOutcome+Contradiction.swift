// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNBounds
internal import BNTensors

extension CaseOutcome {
  /// Where the verdict does not follow from what was judged, in a clause behind the case's id; nil if no
  /// part of it contradicts another.
  var contradiction: String? {
    if let item = items.first(where: { $0.isContradictory }) {
      return "says \(item.verdict.rawValue) of \(item.name) after step \(item.step), "
        + "but its numbers say something else"
    }
    switch (status, expectation) {
    case (.expectedFailure, nil), (.unexpectedPass, nil):
      return "is \(status.rawValue), but no list of known deviations speaks of it"
    case (.passed, .some): return "is passed, but a list of known deviations speaks of it"
    default: break
    }
    let found = withoutExpectation
    guard !found.isContradicted else {
      return "is \(status.rawValue), but what was judged of it says something else"
    }
    guard isDeclared == nil || found.status == .unsupported else {
      return "is \(status.rawValue), but was declared unsupported"
    }
    return nil
  }

  /// Whether the items, or what only failures have, speak against the status; to be asked of an outcome
  /// as it was before a list of known deviations was consulted.
  private var isContradicted: Bool {
    let failures = items.filter(\.verdict.isFailure)
    let isBlamed = causes != nil
    switch status {
    case .passed:
      return isBlamed || reason != nil || items.contains { $0.verdict != .passed }
    case .untrusted:
      // What another memory layout gave may have failed.
      return isBlamed || failures.contains { !$0.name.hasSuffix(")") }
        || !items.contains { $0.verdict == .untrusted }
    case .unsupported, .notRun: return isBlamed || !items.isEmpty
    case .failed: return failures.isEmpty
    case .wrongStructure: return failures.isEmpty && !items.isEmpty
    case .errored, .expectedFailure, .unexpectedPass: return false
    }
  }
}

extension JudgedItem {
  /// Whether the numbers are not those of the verdict.
  fileprivate var isContradictory: Bool {
    if grade == .beyond, verdict != .failed { return true }
    guard let comparison else { return false }
    guard comparison.isConsistent, shape.map({ $0.count == comparison.count }) ?? true else {
      return true
    }
    switch verdict {
    case .passed, .untrusted:
      let isMisgraded = grade.map { ($0 == .exact) != comparison.isExact } ?? false
      return comparison.outOfTolerance > 0 || isMisgraded
    case .failed: return comparison.outOfTolerance == 0
    case .missing, .unexpected, .wrongShape, .wrongType, .wrongError: return true
    }
  }
}

extension TensorComparison {
  /// Whether the counts can be those of one pass over so many elements.
  fileprivate var isConsistent: Bool {
    let isWithin = outOfTolerance == 0
    return exact + outOfTolerance <= count
      && nanMismatches + infinityMismatches <= outOfTolerance
      && histogram.bins.reduce(0, +) <= count
      && firstMismatches.isEmpty == isWithin && firstMismatches.count <= min(5, outOfTolerance)
      && !(isWithin && maxShare.value > 1) && !(isWithin && (worst?.share.value ?? 0) > 1)
  }
}
