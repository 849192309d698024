// SPDX-License-Identifier: MIT

/// The mode of a forward call.
public enum ForwardMode: String, Codable, Sendable {
  case training, evaluation
}

/// The format version of a state dict (R5).
public enum StateVersion: String, CaseIterable, Codable, Sendable {
  case none
  case one = "1"
  case two = "2"
}
