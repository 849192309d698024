// SPDX-License-Identifier: MIT

/// The ways in which a BatchNorm refuses to run.
public enum ErrorKind: String, CaseIterable, Codable, Error, Sendable {
  /// The input's rank is not the kind's (R7).
  case rankMismatch = "rank_mismatch"
  /// Batch statistics of one value per channel (R11).
  case tooFewValues = "too_few_values"
  /// eps ≤ 0 (R12, PyTorch 2.10).
  case nonpositiveEps = "nonpositive_eps"
  /// A parameter or running statistic does not have C elements (R14).
  case channelMismatch = "channel_mismatch"
  /// Evaluation with one running statistic missing (R14).
  case missingRunningStats = "missing_running_stats"
  /// Training with exactly one of running_mean, running_var (R15).
  case unpairedRunningStats = "unpaired_running_stats"
  /// An element type that is none of the four (R17).
  case unsupportedType = "unsupported_type"
  /// Input and parameter types that do not go together (R18).
  case mixedTypes = "mixed_types"
  /// A state dict of version 2 without one of the layer's keys (R5).
  case missingStateKey = "missing_state_key"
  /// No channels where one is needed (R7, R13).
  case noChannels = "no_channels"
}
