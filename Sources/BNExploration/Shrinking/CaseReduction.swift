// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import BNTensors
internal import BatchNorm

/// One way to make a case smaller, at one place of it after the other.
struct CaseReduction: Sendable {
  /// The smaller case at a place; nil beyond the last one.
  let candidate: @Sendable (CaseRequest, Int) -> CaseRequest?

  /// A reduction with a list of smaller cases.
  init(_ candidates: @escaping @Sendable (CaseRequest) -> [CaseRequest]) {
    candidate = { request, place in
      let list = candidates(request)
      return place < list.count ? list[place] : nil
    }
  }

  init(_ candidate: @escaping @Sendable (CaseRequest, Int) -> CaseRequest?) {
    self.candidate = candidate
  }

  /// All of them, those that take most away first.
  static let all = [steps, channels, samples, wants, layer, numbers]

  /// The last steps, then each of the others with what refers to it.
  private static let steps = CaseReduction { request in
    let count = request.steps.count
    let shorter = [count / 2, count - 1].filter { $0 > 0 && $0 < count }.map {
      request.keeping(Set(0..<$0))
    }
    return shorter + request.steps.indices.reversed().compactMap { request.without(step: $0) }
  }

  /// Half of the channels, or one less.
  private static let channels = CaseReduction { request in
    let count = request.configuration.numFeatures
    return Cut.cuts(of: count).map { request.keeping(channels: $0) }.compactMap(\.self)
  }

  /// Half of a dimension of a forward's input, or one less.
  private static let samples = CaseReduction { request in
    request.steps.indices.flatMap { index -> [CaseRequest] in
      guard case .forward(_, let input) = request.steps[index] else { return [] }
      return input.shape.dimensions.indices.filter { $0 != 1 }.flatMap { axis in
        Cut.cuts(of: input.shape.dimensions[axis]).compactMap {
          request.keeping($0, axis: axis, forward: index)
        }
      }
    }
  }

  /// One gradient in place of several, and less that comes into a double backward.
  private static let wants = CaseReduction { request in
    request.steps.indices.flatMap { index in
      request.steps[index].withFewerGradients.map { step in
        var smaller = request
        smaller.steps[index] = step
        return smaller
      }
    }
  }

  /// The defaults of the layer.
  private static let layer = CaseReduction { request in
    var plain = request.withoutAffine + request.withoutTracking
    if request.configuration.inputType != .int64,
      let usual = request.retyped(input: .float32, parameters: .float32)
    {
      plain.append(usual)
    }
    var changed = request
    changed.configuration.eps = 1e-5
    plain.append(changed)
    changed = request
    changed.configuration.momentum = 0.1
    plain.append(changed)
    let fresh = LayerState.initial(for: request.configuration)
    for key in [\LayerState.weight, \.bias, \.runningMean, \.runningVar] {
      guard let tensor = request.initialState[keyPath: key], tensor.shape.rank == 1 else {
        continue
      }
      changed = request
      changed.initialState[keyPath: key] = fresh[keyPath: key] ?? tensor
      plain.append(changed)
    }
    changed = request
    if request.initialState.numBatchesTracked != nil { changed.initialState.numBatchesTracked = 0 }
    plain.append(changed)
    return plain.filter { $0 != request && !$0.isNaN(request) }
  }

  /// Small whole numbers in place of others: a whole tensor at once, then one number after the other.
  private static let numbers = CaseReduction { request, place in
    PlainNumbers.candidate(request, place)
  }
}

/// A part of the places of an axis.
struct Cut: Sendable {
  let range: Range<Int>

  /// Both halves, then all but the last or the first.
  static func cuts(of count: Int) -> [Cut] {
    guard count > 1 else { return [] }
    let middle = (count + 1) / 2
    let ranges = [0..<middle, middle..<count, 0..<(count - 1), 1..<count]
    return (count == 2 ? Array(ranges.prefix(2)) : ranges).map(Cut.init)
  }
}

extension CaseRequest {
  /// Whether nothing but a NaN of the configuration makes two cases differ.
  fileprivate func isNaN(_ other: CaseRequest) -> Bool {
    configuration.eps.isNaN && other.configuration.eps.isNaN
  }

  /// Whether inputs and parameters have different types, which parameters must show.
  private var isMixed: Bool { configuration.inputType != configuration.parameterType }

  /// The case without weight and bias.
  fileprivate var withoutAffine: [CaseRequest] {
    let refers = steps.contains { step in
      switch step {
      case .backward(_, _, let wants): wants.contains(.weight) || wants.contains(.bias)
      case .doubleBackward(_, let incoming, let wants):
        wants.contains(.weight) || incoming.gradGradWeight != nil || incoming.gradGradBias != nil
      case .loadState: true
      default: false
      }
    }
    guard configuration.affine, !refers, !isMixed || configuration.trackRunningStats else {
      return []
    }
    var plain = self
    plain.configuration.affine = false
    (plain.initialState.weight, plain.initialState.bias) = (nil, nil)
    return [plain]
  }

  /// The case without running statistics.
  fileprivate var withoutTracking: [CaseRequest] {
    let refers = steps.contains { step in
      switch step {
      case .loadState, .setTrackRunningStats, .resetRunningStats: true
      default: false
      }
    }
    guard configuration.trackRunningStats, !refers else { return [] }
    var plain = self
    plain.configuration.trackRunningStats = false
    (plain.initialState.runningMean, plain.initialState.runningVar) = (nil, nil)
    plain.initialState.numBatchesTracked = nil
    return [plain]
  }
}
