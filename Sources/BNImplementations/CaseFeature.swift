// SPDX-License-Identifier: MIT

package import BatchNorm
package import BNGoldenCases
package import BNTensors

/// Something that a case needs and that an implementation may declare it cannot do.
package enum CaseFeature: Hashable, Sendable {
  case kind(LayerKind)
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

  /// The name in the protocol.
  package var name: String {
    switch self {
    case .kind(let kind): "kind=\(kind.rawValue)"
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
    }
  }
}

extension CaseFeature {
  /// The names of all features.
  static let names = Set(
    (LayerKind.allCases.map(CaseFeature.kind) + ElementType.allCases.map(CaseFeature.inputType)
      + ElementType.allCases.map(CaseFeature.parameterType) + [
        .mixedTypes, .cumulativeMomentum, .withoutAffine, .partialAffine, .withoutTracking,
        .irregularState, .emptyInput, .training, .evaluation, .backward, .doubleBackward,
        .resetRunningStats, .setTrackRunningStats, .loadState,
      ]).map(\.name)
  )
}

extension CaseRequest {
  /// What the case needs of an implementation.
  package var features: Set<CaseFeature> {
    let configuration = configuration
    var features: Set<CaseFeature> = [
      .kind(configuration.kind), .inputType(configuration.inputType),
      .parameterType(configuration.parameterType),
    ]
    if configuration.inputType != configuration.parameterType { features.insert(.mixedTypes) }
    if configuration.momentum == nil { features.insert(.cumulativeMomentum) }
    if !configuration.affine { features.insert(.withoutAffine) }
    if !configuration.trackRunningStats { features.insert(.withoutTracking) }
    if (initialState.weight == nil) != (initialState.bias == nil) {
      features.insert(.partialAffine)
    }
    if hasIrregularState { features.insert(.irregularState) }
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
    switch self {
    case .forward(let mode, let input):
      [mode == .training ? .training : .evaluation] + (input.count == 0 ? [.emptyInput] : [])
    case .backward: [.backward]
    case .doubleBackward: [.doubleBackward]
    case .resetRunningStats: [.resetRunningStats]
    case .setTrackRunningStats: [.setTrackRunningStats]
    case .loadState: [.loadState]
    }
  }
}

extension ImplementationDescription {
  /// The declared limit that keeps an implementation from answering a request, if there is one.
  ///
  /// The first in the order in which the implementation declared them; types come last.
  package func limit(for request: CaseRequest) -> DeclaredLimit? {
    let needed = request.features
    let names = Set(needed.map(\.name))
    if let limit = unsupported?.first(where: { names.contains($0.feature) }) { return limit }
    guard let types else { return nil }
    let configuration = request.configuration
    // An int64 input is there to be refused (R17), whatever the types are.
    let used = [configuration.parameterType, configuration.inputType].filter { $0 != .int64 }
    guard let missing = used.first(where: { !types.contains($0) }) else { return nil }
    return DeclaredLimit(feature: missing.rawValue, reason: "takes no \(missing.rawValue)")
  }
}
