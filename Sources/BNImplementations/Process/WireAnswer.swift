// SPDX-License-Identifier: MIT

/// The answer to `run`: exactly one of result, unsupported and error.
struct WireAnswer: Codable, Sendable {
  var sequence: Int
  var result: WireResult?
  var unsupported: WireUnsupported?
  var error: WireError?

  enum CodingKeys: String, CodingKey {
    case sequence = "seq"
    case result, unsupported, error
  }

  /// Whether a tensor is in a file of the session's folder.
  var usesFiles: Bool {
    result?.steps.contains { $0.tensors?.values.contains { $0.file != nil } == true } == true
  }
}

/// What was seen after each step.
struct WireResult: Codable, Sendable {
  var steps: [WireStep]
}

/// What was seen after one step.
struct WireStep: Codable, Sendable {
  var tensors: [String: WireTensor]?
  var error: WireError?
  var inputUnchanged: Bool?

  enum CodingKeys: String, CodingKey {
    case tensors, error
    case inputUnchanged = "input_unchanged"
  }
}

/// Why a case cannot be answered.
struct WireUnsupported: Codable, Sendable {
  var reason: String
  var link: String?
}

/// An error: of a step with its kind, of a case or of the start without.
struct WireError: Codable, Sendable {
  var kind: String?
  var message: String?
}
