// SPDX-License-Identifier: MIT

package import BatchNorm
package import BNGoldenCases
package import BNTensors

/// Something that a case needs and that an implementation may declare it cannot do.
package enum CaseFeature: Hashable, Sendable {
  case kind(LayerKind)
  /// Inputs with so many dimensions (R7).
  case rank(Int)
  case inputType(ElementType)
  case parameterType(ElementType)
  /// Input and parameters of different types (R18).
  case mixedTypes
  case cumulativeMomentum
  case withoutAffine
  /// Weight without bias, or bias without weight (R22, R35).
  case partialAffine
  case withoutTracking
  /// Tensors of the state that the constructor's flags do not call for, or other shapes (R14, R15).
  case irregularState
  case emptyInput
  case training, evaluation, backward, doubleBackward
  case resetRunningStats, setTrackRunningStats, loadState
  case setEps, setMomentum, setGradEnabled, copy
  /// A layer that is made without naming eps, momentum and the flags (R1).
  case defaults

  /// Whether only those implementations are asked that offer it.
  package var isOptional: Bool { Self.optional.contains(self) }

  /// What an implementation may offer beyond what every one is asked for.
  package static let optional: [CaseFeature] = [
    .setEps, .setMomentum, .setGradEnabled, .copy, .defaults,
  ]

  /// Whether it is a matter of the form in which a case is put: kind of layer and rank of the input.
  package var isForm: Bool {
    switch self {
    case .kind, .rank: true
    default: false
    }
  }

  /// The name in the protocol.
  package var name: String {
    switch self {
    case .kind(let kind): "kind=\(kind.rawValue)"
    case .rank(let rank): "rank=\(rank)"
    case .inputType(let type): "input_type=\(type.rawValue)"
    case .parameterType(let type): "parameter_type=\(type.rawValue)"
    case .mixedTypes: "mixed_types"
    case .cumulativeMomentum: "momentum=none"
    case .withoutAffine: "affine=false"
    case .partialAffine: "partial_affine"
    case .withoutTracking: "track_running_stats=false"
    case .irregularState: "irregular_state"
    case .emptyInput: "empty_input"
    case .training: "forward_training"
    case .evaluation: "forward_evaluation"
    case .backward: "backward"
    case .doubleBackward: "double_backward"
    case .resetRunningStats: "reset_running_stats"
    case .setTrackRunningStats: "set_track_running_stats"
    case .loadState: "load_state"
    case .setEps: "set_eps"
    case .setMomentum: "set_momentum"
    case .setGradEnabled: "set_grad_enabled"
    case .copy: "copy"
    case .defaults: "defaults"
    }
  }
}

extension CaseFeature {
  /// All features.
  package static let all =
    LayerKind.allCases.map(CaseFeature.kind) + (0...8).map(CaseFeature.rank)
    + ElementType.allCases.map(CaseFeature.inputType)
    + ElementType.allCases.map(CaseFeature.parameterType) + [
      .mixedTypes, .cumulativeMomentum, .withoutAffine, .partialAffine, .withoutTracking,
      .irregularState, .emptyInput, .training, .evaluation, .backward, .doubleBackward,
      .resetRunningStats, .setTrackRunningStats, .loadState,
    ] + optional

  /// The names of all features.
  package static let names = Set(all.map(\.name))

  /// The feature of a name in the protocol.
  package static func named(_ name: String) -> CaseFeature? { all.first { $0.name == name } }
}

extension LayerConfiguration {
  /// What a layer of this configuration needs of an implementation, whatever is done with it.
  package var features: Set<CaseFeature> {
    var features: Set<CaseFeature> = [
      .kind(kind), .inputType(inputType), .parameterType(parameterType),
    ]
    if inputType != parameterType { features.insert(.mixedTypes) }
    if momentum == nil { features.insert(.cumulativeMomentum) }
    if !affine { features.insert(.withoutAffine) }
    if !trackRunningStats { features.insert(.withoutTracking) }
    return features
  }
}

extension CaseRequest {
  /// What the case needs of an implementation.
  package var features: Set<CaseFeature> {
    var features = configuration.features
    if (initialState.weight == nil) != (initialState.bias == nil) {
      features.insert(.partialAffine)
    }
    if hasIrregularState { features.insert(.irregularState) }
    if usesDefaults { features.insert(.defaults) }
    return steps.reduce(into: features) { $0.formUnion($1.features) }
  }

  private var hasIrregularState: Bool {
    let expected = Shape.vector(configuration.numFeatures)
    let affine = [initialState.weight, initialState.bias]
    let running = [initialState.runningMean, initialState.runningVar]
    let irregular =
      affine.contains { ($0 == nil) == configuration.affine }
      || running.contains { ($0 == nil) == configuration.trackRunningStats }
      || (initialState.numBatchesTracked == nil) == configuration.trackRunningStats
    // One of weight and bias alone is a feature of its own.
    let partial = (initialState.weight == nil) != (initialState.bias == nil)
    return (irregular && !partial)
      || (affine + running).contains { $0.map { $0.shape != expected } ?? false }
  }
}

extension Step {
  fileprivate var features: [CaseFeature] {
    let feature = StepText(self).feature
    return switch self {
    case .forward(_, let input):
      [feature, .rank(input.shape.rank)] + (input.count == 0 ? [.emptyInput] : [])
    case .setMomentum(nil): [feature, .cumulativeMomentum]
    default: [feature]
    }
  }
}

extension StepText {
  /// What the step needs of an implementation, whatever its tensors are.
  package var feature: CaseFeature {
    switch self {
    case .forward(let mode): mode == .training ? .training : .evaluation
    case .backward: .backward
    case .doubleBackward: .doubleBackward
    case .resetRunningStats: .resetRunningStats
    case .setTrackRunningStats: .setTrackRunningStats
    case .loadState: .loadState
    case .setEps: .setEps
    case .setMomentum: .setMomentum
    case .setGradEnabled: .setGradEnabled
    case .copy, .switchCopy: .copy
    }
  }
}

extension ImplementationDescription {
  /// The declared limit that keeps an implementation from answering a case with these features, if there
  /// is one.
  ///
  /// The first in the order in which the implementation declared them; types come last.
  package func limit(for features: Set<CaseFeature>) -> DeclaredLimit? {
    let names = Set(features.map(\.name))
    if let limit = unsupported?.first(where: { names.contains($0.feature) }) { return limit }
    if let feature = notOffered(features).first {
      return DeclaredLimit(feature: feature, reason: "does not offer \(feature)")
    }
    guard let types else { return nil }
    let missing = features.compactMap(\.elementType).filter { !types.contains($0) }
    return missing.min { $0.rawValue < $1.rawValue }.map { type in
      DeclaredLimit(feature: type.rawValue, reason: "takes no \(type.rawValue)")
    }
  }

  /// The answer to a request that need not be put; nil if it must.
  func refusal(of request: CaseRequest) -> CaseAnswer? {
    limit(for: request).map { limit in
      .unsupported(
        reason: limit.reason ?? "adapter declares \(limit.feature) unsupported",
        link: limit.link
      )
    }
  }

  /// The optional ones among features that the implementation does not offer, by name.
  private func notOffered(_ features: Set<CaseFeature>) -> [String] {
    features.filter(\.isOptional).map(\.name).filter { !(offers ?? []).contains($0) }.sorted()
  }

  /// Whether the implementation offers all of these features that are optional.
  package func offersAll(of features: Set<CaseFeature>) -> Bool { notOffered(features).isEmpty }

  /// Everything that keeps an implementation from answering a case with these features, by name.
  package func lacking(_ features: Set<CaseFeature>) -> [String] {
    let names = Set(features.map(\.name))
    let declared =
      (unsupported ?? []).map(\.feature).filter(names.contains) + notOffered(features)
    guard let types else { return declared }
    return declared
      + Set(features.compactMap(\.elementType)).subtracting(types).map(\.rawValue).sorted()
  }

  /// The declared limit that keeps an implementation from answering a request, if there is one.
  package func limit(for request: CaseRequest) -> DeclaredLimit? { limit(for: request.features) }
}

extension CaseFeature {
  /// The type that is needed; nil for int64, which is there to be refused (R17), whatever the types are.
  package var elementType: ElementType? {
    switch self {
    case .inputType(let type), .parameterType(let type): type == .int64 ? nil : type
    default: nil
    }
  }
}
