// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import BNTensors
internal import BatchNorm

extension CaseRequest {
  /// The case without a step and those that refer to it; nil if none is left.
  func without(step index: Int) -> CaseRequest? {
    var kept: Set<Int> = []
    for place in steps.indices where place != index {
      if let origin = steps[place].origin, !kept.contains(origin) { continue }
      kept.insert(place)
    }
    return kept.isEmpty ? nil : keeping(kept)
  }

  /// The case with some of its steps, which refer to none of the others.
  func keeping(_ places: Set<Int>) -> CaseRequest {
    let order = places.sorted()
    let numbers = Dictionary(zip(order, order.indices)) { first, _ in first }
    var smaller = self
    smaller.steps = order.map { steps[$0].referring { numbers[$0] ?? 0 } }
    return smaller
  }

  /// The case with some of its channels; nil if a tensor has not one place for each.
  func keeping(channels cut: Cut) -> CaseRequest? {
    let count = configuration.numFeatures
    func kept(_ tensor: Tensor) -> Tensor? {
      let axis = tensor.shape.rank == 1 ? 0 : 1
      guard tensor.shape.rank > 0, tensor.shape.dimensions[axis] == count else { return nil }
      return tensor.keeping(cut, axis: axis)
    }
    guard let steps = try? steps.map({ try $0.mapped { _ in kept } }),
      let state = try? initialState.mapped(kept)
    else { return nil }
    var smaller = self
    smaller.configuration.numFeatures = cut.range.count
    (smaller.steps, smaller.initialState) = (steps, state)
    return smaller
  }

  /// The case with a part of an axis of a forward's input, and of the gradients that belong to it.
  func keeping(_ cut: Cut, axis: Int, forward index: Int) -> CaseRequest? {
    var smaller = self
    for place in steps.indices where place == index || forward(of: place) == index {
      guard
        let step = try? steps[place].mapped({ isVector in
          { isVector ? $0 : $0.keeping(cut, axis: axis) }
        })
      else { return nil }
      smaller.steps[place] = step
    }
    return smaller
  }

  /// The forward that a step is a derivative of.
  private func forward(of place: Int) -> Int? {
    var origin = steps[place].origin
    while let next = origin.flatMap({ steps[$0].origin }) { origin = next }
    return origin
  }
}

extension Step {
  /// The earlier step that this one is a derivative of.
  var origin: Int? {
    switch self {
    case .backward(let of, _, _), .doubleBackward(let of, _, _): of
    default: nil
    }
  }

  fileprivate func referring(_ number: (Int) -> Int) -> Step {
    switch self {
    case .backward(let of, let gradient, let wants):
      .backward(of: number(of), gradOutput: gradient, wants: wants)
    case .doubleBackward(let of, let incoming, let wants):
      .doubleBackward(of: number(of), incoming: incoming, wants: wants)
    default: self
    }
  }

  /// The step with one of its gradients, or with less that comes into it.
  var withFewerGradients: [Step] {
    switch self {
    case .backward(let of, let gradient, let wants) where wants.count > 1:
      return wants.map { .backward(of: of, gradOutput: gradient, wants: [$0]) }
    case .doubleBackward(let of, let incoming, let wants):
      let single: [Step] =
        wants.count > 1
        ? wants.map { .doubleBackward(of: of, incoming: incoming, wants: [$0]) } : []
      let parts = [incoming.gradGradInput, incoming.gradGradWeight, incoming.gradGradBias]
      guard parts.count(where: { $0 != nil }) > 1 else { return single }
      let fewer = parts.indices.filter { parts[$0] != nil }.map { place in
        var less = parts
        less[place] = nil
        let rest = SecondOrderInput(
          gradGradInput: less[0],
          gradGradWeight: less[1],
          gradGradBias: less[2]
        )
        return Step.doubleBackward(of: of, incoming: rest, wants: wants)
      }
      return single + fewer
    default: return []
    }
  }
}

extension Tensor {
  /// The part of the tensor with some places of an axis.
  func keeping(_ cut: Cut, axis: Int) -> Tensor? {
    guard shape.rank > axis, cut.range.upperBound <= shape.dimensions[axis] else { return nil }
    var dimensions = shape.dimensions
    let (inner, size) = (dimensions[(axis + 1)...].reduce(1, *), dimensions[axis])
    dimensions[axis] = cut.range.count
    let bits = (0..<count).filter { cut.range.contains($0 / inner % size) }.map {
      self.bits(at: $0)
    }
    guard let shape = try? Shape(dimensions) else { return nil }
    return try? Tensor(shape: shape, storage: TensorStorage(elementType, bits: bits))
  }
}
