// SPDX-License-Identifier: MIT

/// The name of an attribute of a case's group, in the order of the format's table.
enum CaseAttribute: String, CaseIterable, Sendable {
  case id, title, rationale, rules, level, profile, tags, upstream, kind
  case numFeatures = "num_features"
  case eps, momentum, affine
  case trackRunningStats = "track_running_stats"
  case parameterType = "parameter_type"
  case inputType = "input_type"
  case usesDefaults = "uses_defaults"
  case steps, tolerance
  case boundDepth = "bound_depth"
  case difficulty
  case unsupported
  case unsupportedLink = "unsupported_link"
  case errored

  /// The attributes of a case in a golden file.
  static let golden = Set(allCases).subtracting(answerOnly)
  /// The attributes of a case in a requests file.
  static let requests: Set<CaseAttribute> = [
    .id, .kind, .numFeatures, .eps, .momentum, .affine, .trackRunningStats, .parameterType,
    .inputType, .usesDefaults, .steps,
  ]
  /// The attributes of a case in an answers file.
  static let answers = answerOnly.union([.id])

  private static let answerOnly: Set<CaseAttribute> = [.unsupported, .unsupportedLink, .errored]
}

/// The value of an attribute.
enum AttributeValue: Equatable, Sendable {
  case text(String)
  case texts([String])
  case integer(Int64)
  case number(Double)
  case numbers([Double])
  case flag(Bool)
}
