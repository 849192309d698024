// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNFaults

/// What one outcome says of the adapter or of the implementation.
struct SmokeDiagnosis {
  let side: SmokeFinding.Side
  let headline: String
  let advice: String?

  init(_ outcome: CaseOutcome, answers: SmokeAnswers) {
    switch outcome.status {
    case .errored: self.init(noAnswer: outcome.reason ?? "", answers)
    case .unsupported:
      self.init(
        .adapter,
        "does not support something that `start` did not declare: \(outcome.reason ?? "")",
        "declare the feature at the start; PROTOCOL.md lists them, and says what to do if none fits"
      )
    default:
      let items = outcome.items.filter { $0.verdict.isFailure && $0.consequenceOf == nil }
      if let item = items.first(where: \.verdict.isStructural), item.name != "error" {
        self.init(form: item)
      } else if let convention = AdapterConvention(among: outcome.causes ?? []) {
        self.init(.adapter, convention.headline, convention.advice)
      } else if let item = items.first(where: { $0.name == "error" }) {
        self.init(error: item)
      } else if let name = outcome.causes?.first, let fault = FaultCatalogue.named(name) {
        self.init(.implementation, "\(fault.summary) (fault:\(name))", nil)
      } else {
        let names = Set(items.map(\.name)).sorted().joined(separator: ", ")
        self.init(.implementation, "values differ from PyTorch's: \(names)", nil)
      }
    }
  }

  private init(_ side: SmokeFinding.Side, _ headline: String, _ advice: String?) {
    (self.side, self.headline, self.advice) = (side, headline, advice)
  }

  /// One crash among many answers is the implementation's, many of them are rather the adapter's; where
  /// there is no answer at all, nobody can say.
  private init(noAnswer reason: String, _ answers: SmokeAnswers) {
    let clause = reason.components(before: "; standard error: ").components(before: " (")
    let isCrash = ["crashed", "exited", "ended"].contains { reason.hasPrefix($0) }
    let advice = "run the command below and read standard error"
    let report = "the adapter reports: "
    if reason.hasPrefix(report + "the library wrote") {
      self.init(.implementation, String(clause.dropFirst(report.count)), nil)
      return
    }
    switch answers {
    case .none: self.init(.unknown, clause, advice)
    case .most where isCrash || reason.hasPrefix("no answer"):
      self.init(.implementation, "crashes or hangs: \(clause)", nil)
    case .few, .most: self.init(.adapter, "no answer: \(clause)", advice)
    }
  }

  private init(form item: JudgedItem) {
    let place = "\(item.name)\(item.detail.map { ": \($0)" } ?? "")"
    switch item.verdict {
    case .wrongType:
      self.init(
        .adapter,
        "wrong type of \(place)",
        "return each tensor in the type that the case asks for"
      )
    case .wrongShape:
      self.init(
        .adapter,
        "wrong shape of \(item.name)",
        "outputs and gradients have the input's shape, statistics the shape they came in; \(place)"
      )
    case .missing:
      self.init(
        .adapter,
        "does not return \(item.name)",
        "return what each step produces, and the state after every step"
      )
    default: self.init(.adapter, "returns an unexpected \(item.name)", item.detail)
    }
  }

  private init(error item: JudgedItem) {
    let detail = item.detail ?? ""
    if item.verdict == .unexpected, detail.contains("of unknown kind") {
      self.init(
        .adapter,
        "raises an error where PyTorch raises none",
        "correct what raises it, or declare the feature at the start if it cannot be done; \(detail)"
      )
    } else if detail.contains("of unknown kind") {
      self.init(
        .adapter,
        "raises an error of unknown kind",
        "map the implementation's errors to the kinds of FORMAT.md; \(detail)"
      )
    } else {
      self.init(.implementation, detail.components(before: ": "), nil)
    }
  }
}

extension String {
  /// The text before a separator, or all of it.
  fileprivate func components(before separator: String) -> String {
    firstRange(of: separator).map { String(self[..<$0.lowerBound]) } ?? self
  }
}
