// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNBounds
internal import BNGoldenCases
internal import BNTensors

/// A case as a `run` message carries it: the attributes and data sets of a requests file.
struct WireCase: Codable, Sendable {
  var id: String
  var kind: LayerKind
  var numFeatures: Int
  var eps: ReportedNumber
  var momentum: WireMomentum
  var affine: Bool
  var trackRunningStats: Bool
  var parameterType: ElementType
  var inputType: ElementType
  /// True where the layer is made without naming what has a default; absent elsewhere.
  var usesDefaults: Bool?
  var steps: [String]
  var tensors: [String: WireTensor]

  private enum CodingKeys: String, CodingKey {
    case id, kind, eps, momentum, affine, steps, tensors
    case numFeatures = "num_features"
    case trackRunningStats = "track_running_stats"
    case parameterType = "parameter_type"
    case inputType = "input_type"
    case usesDefaults = "uses_defaults"
  }

  /// Creates the wire form of a request; large tensors are written to files.
  ///
  /// - Parameters:
  ///   - request: The case.
  ///   - id: What the case is called in the message. Its own id says what it tests, and by it the
  ///     expected values could be looked up; so it stays on our side.
  ///   - layout: How inputs and gradients lie in memory; nil is row-major order.
  ///   - folder: Where large tensors are written to; nil keeps them inline.
  /// - Throws: ``WireTensorError`` if a file cannot be written.
  init(
    _ request: CaseRequest,
    id: String,
    layout: InputLayout? = nil,
    folder: SessionFolder?
  ) throws(WireTensorError) {
    let configuration = request.configuration
    self.id = id
    kind = configuration.kind
    numFeatures = configuration.numFeatures
    eps = ReportedNumber(configuration.eps)
    momentum = WireMomentum(value: configuration.momentum)
    affine = configuration.affine
    trackRunningStats = configuration.trackRunningStats
    parameterType = configuration.parameterType
    inputType = configuration.inputType
    usesDefaults = request.usesDefaults ? true : nil
    steps = request.stepTexts
    tensors = [:]
    for (name, tensor) in request.namedTensors {
      tensors[name] = try WireTensor(
        tensor,
        name: "\(name).bin",
        // Statistics and parameters are vectors, whatever their layers take.
        layout: name.hasPrefix("step") && !name.contains(".state.") ? layout : nil,
        folder: folder
      )
    }
  }

  /// Reads the request back, under an id that says as little as the message's.
  ///
  /// - Throws: ``WireTensorError`` or ``GoldenFormatError``, whichever part is at fault.
  func request(folder: SessionFolder?) throws -> CaseRequest {
    try CaseRequest(
      id: CaseID("protocol/request/any"),
      configuration: LayerConfiguration(
        kind: kind,
        numFeatures: numFeatures,
        eps: eps.exact,
        momentum: momentum.value,
        affine: affine,
        trackRunningStats: trackRunningStats,
        parameterType: parameterType,
        inputType: inputType
      ),
      usesDefaults: usesDefaults ?? false,
      stepTexts: steps,
      namedTensors: tensors.mapValues { try $0.tensor(in: folder) }
    )
  }
}

/// The momentum: a number, or the string `none`.
struct WireMomentum: Codable, Sendable {
  var value: Double?

  init(value: Double?) { self.value = value }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if (try? container.decode(String.self)) == "none" { return }
    value = try container.decode(ReportedNumber.self).exact
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value {
      try container.encode(ReportedNumber(value))
    } else {
      try container.encode("none")
    }
  }
}

extension ReportedNumber {
  /// The binary64 number of the bit pattern, which no decimal conversion has touched.
  var exact: Double { bitWidth == 64 ? Double(bitPattern: bits) : value }
}
