// SPDX-License-Identifier: MIT

// An enumeration of strings would hash its strings, which takes most of the time of a small dictionary.

extension TensorName {
  /// Hashes the place in the enumeration.
  public func hash(into hasher: inout Hasher) {
    let place: UInt8 =
      switch self {
      case .output: 0
      case .runningMean: 1
      case .runningVar: 2
      case .numBatchesTracked: 3
      case .weight: 4
      case .bias: 5
      case .batchMean: 6
      case .batchVar: 7
      case .gradInput: 8
      case .gradWeight: 9
      case .gradBias: 10
      case .doubleGradOutput: 11
      case .doubleGradWeight: 12
      case .doubleGradInput: 13
      }
    hasher.combine(place)
  }
}

extension StateKey {
  /// Hashes the place in the enumeration.
  func hash(into hasher: inout Hasher) { tensorName.hash(into: &hasher) }
}
