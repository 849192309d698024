// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNGoldenCases
internal import BNTensors

extension OutcomeStatus {
  /// The status of a case from its items: structure before values, values before trust.
  init(_ items: [JudgedItem]) {
    let failures = items.filter(\.verdict.isFailure)
    if failures.contains(where: \.isWrongStructure) {
      self = .wrongStructure
    } else if !failures.isEmpty {
      self = .failed
    } else {
      self = items.contains { $0.verdict == .untrusted } ? .untrusted : .passed
    }
  }
}

extension JudgedItem {
  /// Whether a tensor, not an error, is absent, superfluous or of another form.
  fileprivate var isWrongStructure: Bool { name != "error" && verdict.isStructural }

  /// One clause that says what is wrong.
  fileprivate var sentence: String {
    let place = "\(name) after step \(step)"
    switch verdict {
    case .missing where name != "error": return "\(place) is missing"
    case .unexpected where name != "error": return "\(place) is unexpected: \(detail ?? "")"
    case .missing, .unexpected, .wrongError: return "step \(step): \(detail ?? "")"
    case .wrongShape: return "\(place) has the wrong shape: \(detail ?? "")"
    case .wrongType: return "\(place) has the wrong type: \(detail ?? "")"
    case .untrusted: return "\(place): passed, but the bound is too loose to prove anything"
    case .passed: return "\(place) is as expected"
    case .failed:
      let end = isBeyondSummation == true ? "; no order of summation explains that" : ""
      return comparison.map { "\(place): \($0.sentence)\(end)" } ?? "step \(step): \(detail ?? "")"
    }
  }
}

extension [JudgedItem] {
  /// Why a case has this status: the first item that caused it and follows from no other.
  func reason(for status: OutcomeStatus) -> String? {
    let causes: [JudgedItem]
    switch status {
    case .wrongStructure: causes = filter(\.isWrongStructure)
    case .failed: causes = filter(\.verdict.isFailure)
    case .untrusted: causes = filter { $0.verdict == .untrusted }
    default: causes = []
    }
    let cause = causes.first { $0.consequenceOf == nil } ?? causes.first
    return cause?.sentence.asSentence
  }
}

extension TensorComparison {
  /// How many elements are out of tolerance, and by how much.
  fileprivate var sentence: String {
    let count = "\(outOfTolerance) of \(count) elements out of tolerance"
    var parts = [count]
    if nanMismatches > 0 { parts.append("\(nanMismatches) NaN on one side only") }
    if infinityMismatches > 0 { parts.append("\(infinityMismatches) infinite on one side only") }
    if maxShare.value > 1 {
      parts.append(
        maxShare.value.isFinite
          ? "worst \(FigureText.text(maxShare.value)) × allowed"
          : "worst \(maxULP) ULP away, 0 allowed"
      )
    }
    return parts.joined(separator: ", ")
  }
}

extension String {
  /// The text on one line.
  var asSentence: String {
    split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
