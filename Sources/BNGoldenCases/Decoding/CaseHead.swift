// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

/// What the attributes of a golden or requests case say, without its tensors.
struct CaseHead {
  var id: CaseID
  var configuration: LayerConfiguration
  /// Whether the layer is made without naming what has a default (R1).
  var usesDefaults: Bool
  var program: [StepText]

  /// Reads the attributes that golden and requests files share.
  init(_ attributes: AttributeTable) throws(CaseFault) {
    id = try Self.id(attributes)
    configuration = try LayerConfiguration(attributes)
    usesDefaults =
      attributes.has(.usesDefaults) ? try attributes.flag(.usesDefaults) : false
    guard !usesDefaults || configuration.hasDefaults else {
      throw CaseFault(
        attribute: .usesDefaults,
        "is true, but eps, momentum, affine or track_running_stats is not the default",
        hint: "the defaults are eps 1e-5, momentum 0.1, affine and track_running_stats true"
      )
    }
    let texts = try attributes.texts(.steps)
    do throws(StepTextError) {
      program = try StepText.program(texts)
    } catch {
      throw CaseFault(
        attribute: .steps,
        error.description,
        hint: error.hint
      )
    }
    guard !program.isEmpty else {
      throw CaseFault(attribute: .steps, "holds no step")
    }
  }

  /// Reads the id alone.
  static func id(_ attributes: AttributeTable) throws(CaseFault) -> CaseID {
    let text = try attributes.text(.id)
    do throws(CaseIDError) {
      return try CaseID(text)
    } catch {
      throw CaseFault(attribute: .id, error.description)
    }
  }
}

extension LayerConfiguration {
  /// The most channels: as many as a tensor has elements.
  private static var maximumFeatures: Int64 { 1 << 26 }

  fileprivate init(_ attributes: AttributeTable) throws(CaseFault) {
    let features = try attributes.integer(.numFeatures)
    guard features >= 0, let numFeatures = Int(exactly: features) else {
      throw CaseFault(
        attribute: .numFeatures,
        "is \(features), but a number of channels is 0 or more"
      )
    }
    guard features <= Self.maximumFeatures else {
      throw CaseFault(
        attribute: .numFeatures,
        "is \(features), the limit is \(Self.maximumFeatures)",
        hint: "no tensor has more elements than that"
      )
    }
    let floats = ElementType.allCases.filter { $0.format != nil }
    self.init(
      kind: try attributes.choice(.kind),
      numFeatures: numFeatures,
      eps: try attributes.number(.eps),
      momentum: try Self.momentum(attributes),
      affine: try attributes.flag(.affine),
      trackRunningStats: try attributes.flag(.trackRunningStats),
      parameterType: try attributes.choice(.parameterType, from: floats),
      inputType: try attributes.choice(.inputType)
    )
  }

  /// Whether everything that has a default has it (R1).
  fileprivate var hasDefaults: Bool {
    let made = LayerConfiguration(
      kind: kind,
      numFeatures: numFeatures,
      parameterType: parameterType,
      inputType: inputType
    )
    return self == made
  }

  private static func momentum(_ attributes: AttributeTable) throws(CaseFault) -> Double? {
    switch try attributes.value(.momentum).single {
    case .number(let number): return number
    case .text("none"): return nil
    case let other:
      throw CaseFault(
        attribute: .momentum,
        "is \(other.kindName), but a floating-point number or the string \"none\" is expected"
      )
    }
  }
}

extension CaseSummary {
  /// Takes the summary from the attributes of a case.
  init(_ head: CaseHead, metadata: CaseMetadata) {
    id = head.id
    self.metadata = metadata
    configuration = head.configuration
    usesDefaults = head.usesDefaults
    steps = head.program
  }
}
