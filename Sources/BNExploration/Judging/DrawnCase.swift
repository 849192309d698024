// SPDX-License-Identifier: MIT

internal import BNDifferential
package import BNGoldenCases
internal import BNRecipes
internal import BatchNorm

/// A drawn case: an outline, its tensors, and what the specification gives for them.
package enum DrawnCase {
  /// The case of an outline, without derivatives where they cannot be taken.
  package static func golden(_ outline: CaseOutline) async -> GoldenCase? {
    guard let request = outline.request() else { return nil }
    var metadata = outline.metadata
    metadata.rules = request.rules
    // What becomes of an infinite batch is not every sound BatchNorm's (R28).
    if request.trainsOnInfinity { metadata.level = .recommended }
    if let golden = await SpecifiedCase.golden(request, metadata) { return golden }
    var rest = request
    rest.dropGradients()
    guard rest.steps.count < request.steps.count, !rest.steps.isEmpty else { return nil }
    return await SpecifiedCase.golden(rest, metadata)
  }
}

extension CaseRequest {
  /// Whether a batch with an infinite value may be normalized with its own statistics.
  fileprivate var trainsOnInfinity: Bool {
    steps.contains { step in
      guard case .forward(let mode, let input) = step,
        mode == .training || initialState.runningVar == nil
      else { return false }
      return input.elementType != .int64 && input.doubles.contains(where: \.isInfinite)
    }
  }
}

extension CaseOutline {
  /// Why the case exists and how it counts, until it fails.
  var metadata: CaseMetadata {
    let configuration = configuration
    let verbs = steps.map { text in
      switch text {
      case .forward(let mode): mode.rawValue
      default: String("\(text)".prefix { $0 != " " })
      }
    }
    let types =
      "\(configuration.inputType.rawValue)"
      + (configuration.inputType == configuration.parameterType
        ? "" : " with \(configuration.parameterType.rawValue) parameters")
    return CaseMetadata(
      title: "Drawn: \(types), \(configuration.kind.rawValue), \(verbs.joined(separator: ", "))",
      rationale: "Drawn by seed \(seed), number \(index): data of the kind \(regime.rawValue).",
      rules: [],
      level: .required,
      profile: profile,
      tags: [Self.feature],
      upstream: twists.contains(.eps) ? "2.10" : nil
    )
  }
}

extension CaseRequest {
  /// The rules that the case is about.
  var rules: [RuleID] {
    var numbers: Set<Int> = [20, 21]
    if initialState.weight != nil || initialState.bias != nil { numbers.insert(22) }
    for step in steps {
      switch step {
      case .forward(.training, _):
        if configuration.trackRunningStats {
          numbers.insert(configuration.momentum == nil ? 27 : 23)
        }
      case .forward(.evaluation, _): numbers.insert(25)
      case .backward: numbers.insert(33)
      case .doubleBackward: numbers.insert(39)
      case .resetRunningStats: numbers.insert(4)
      case .setTrackRunningStats: numbers.insert(32)
      case .loadState: numbers.insert(5)
      case .setEps, .setMomentum: numbers.insert(1)
      case .setGradEnabled: break
      case .copy, .switchCopy: numbers.insert(3)
      }
    }
    return numbers.sorted().compactMap { RuleID("R\($0)") }
  }
}
