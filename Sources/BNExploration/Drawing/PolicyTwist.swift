// SPDX-License-Identifier: MIT

internal import BNDifferential
internal import BNGoldenCases
internal import BNTensors
internal import BatchNorm

/// One thing that makes a drawn case a matter of PyTorch's own policies: errors, their order, what holds after them.
enum PolicyTwist: CaseIterable, Sendable {
  /// An input of a rank that the kind does not take (R7).
  case rank
  /// An input with other channels than the layer (R14).
  case channels
  /// A layer and an input without channels (R13).
  case noChannels
  /// One value of a channel where a variance is needed (R11).
  case oneValue
  /// eps that is not positive (R12).
  case eps
  /// momentum outside 0 … 1 (R26).
  case momentum
  /// One running statistic without the other (R15).
  case unpairedStatistics
  /// A parameter of another shape (R14).
  case stateShape
  /// An input without elements (R13).
  case emptyInput
  /// An input of a type that no BatchNorm takes (R17).
  case integerInput
  /// A constructor that was told of another number of channels (R14).
  case numFeatures
  /// Parameters of a type that does not go with the input's (R18).
  case parameterType
  /// A state dict without one of its keys, or of another version (R5).
  case partialLoad

  /// Those of several twists that go together: upstream's answers to the others depend on its internals.
  static func compatible(_ drawn: [PolicyTwist]) -> [PolicyTwist] {
    if drawn.contains(.noChannels) { return [.noChannels] }
    return drawn.contains(.emptyInput)
      ? drawn.filter { $0 != .stateShape && $0 != .integerInput } : drawn
  }

  /// Changes a case; one that has nothing to be changed stays as it is.
  func apply(to request: inout CaseRequest, _ numbers: inout DrawnNumbers) {
    let forwards = request.steps.indices.filter { request.steps[$0].isForward }
    switch self {
    case .eps: request.configuration.eps = numbers.one(of: [0, -1e-5, -0.5, -1, .nan])
    case .momentum: request.configuration.momentum = numbers.one(of: [-0.5, 1.5, 2, -0.0])
    case .noChannels: request = request.withoutChannels ?? request
    case .unpairedStatistics:
      request.dropLoads()
      if numbers.oneIn(2) {
        request.initialState.runningMean = nil
      } else {
        request.initialState.runningVar = nil
      }
    case .numFeatures: request.configuration.numFeatures += numbers.one(of: [-1, 1, 3])
    case .parameterType:
      // Without any parameter nobody could see that their type is another one.
      guard request.initialState.weight != nil || request.initialState.bias != nil else { return }
      let type = numbers.one(of: [ElementType.float64, .float32, .bfloat16])
      let input = request.configuration.inputType
      request = request.retyped(input: input, parameters: type) ?? request
      request.dropGradients()
    case .stateShape:
      request.dropLoads()
      reshape(&request.initialState, &numbers)
    case .partialLoad:
      let loads = request.steps.contains { if case .loadState = $0 { true } else { false } }
      if !loads { request.steps.append(.loadState(version: .two, state: request.initialState)) }
      for place in request.steps.indices { cut(&request.steps[place], &numbers) }
    case .integerInput:
      request.dropGradients()
      let parameters = request.configuration.parameterType
      request = request.retyped(input: .int64, parameters: parameters) ?? request
    case .rank, .channels, .oneValue, .emptyInput:
      guard !forwards.isEmpty else { return }
      let place = numbers.one(of: forwards)
      guard case .forward(let mode, let input) = request.steps[place],
        let changed = changed(input, &numbers)
      else { return }
      request.steps[place] = .forward(mode: mode, input: changed)
      // Of two mistakes the first one that upstream looks for wins.
      if self == .oneValue, numbers.oneIn(4) { request.configuration.eps = -1e-5 }
      // What refers to it had its gradients drawn for the input that was.
      request.dropGradients()
    }
  }

  private func changed(_ input: Tensor, _ numbers: inout DrawnNumbers) -> Tensor? {
    // An empty input of integers is converted upstream.
    guard input.shape.rank >= 2, input.count > 0, input.elementType != .int64 else { return nil }
    var dimensions = input.shape.dimensions
    switch self {
    case .rank:
      if numbers.oneIn(2) { dimensions.append(1) } else { dimensions.removeLast() }
    case .channels:
      let count = dimensions[1]
      dimensions[1] = numbers.one(of: [count + 1, 2 * count, max(count - 1, 1)])
    case .oneValue: for axis in dimensions.indices where axis != 1 { dimensions[axis] = 1 }
    case .emptyInput:
      let places = dimensions.indices.filter { $0 != 1 }
      dimensions[numbers.one(of: places)] = 0
      if numbers.oneIn(3) { dimensions[1] += 1 }
    default: return nil
    }
    guard let shape = try? Shape(dimensions), dimensions.count < 9 else {
      return nil
    }
    let values = (0..<shape.count).map { input.double(at: $0 % input.count) }
    return try? Tensor(shape: shape, storage: TensorStorage(input.elementType, rounding: values))
  }

  private func reshape(_ state: inout LayerState, _ numbers: inout DrawnNumbers) {
    func reshaped(_ tensor: Tensor?) -> Tensor? {
      guard let tensor else { return nil }
      let shape = numbers.oneIn(2) ? [tensor.count, 1] : [1, tensor.count]
      return (try? Shape(shape)).flatMap { try? Tensor(shape: $0, storage: tensor.storage) }
    }
    if numbers.oneIn(2) {
      state.weight = reshaped(state.weight)
    } else {
      state.bias = reshaped(state.bias)
    }
  }

  private func cut(_ step: inout Step, _ numbers: inout DrawnNumbers) {
    guard case .loadState(_, var state) = step else { return }
    switch numbers.below(5) {
    case 0: state.weight = nil
    case 1: state.runningMean = nil
    case 2: state.runningVar = nil
    default: state.numBatchesTracked = nil
    }
    step = .loadState(version: numbers.one(of: [.two, .one, .none]), state: state)
  }
}

extension Step {
  /// Whether the step normalizes an input.
  var isForward: Bool { if case .forward = self { true } else { false } }

  /// Whether the step is a second derivative.
  var isDoubleBackward: Bool { if case .doubleBackward = self { true } else { false } }

  /// Whether the step is a derivative of an earlier one.
  var isGradient: Bool {
    switch self {
    case .backward, .doubleBackward: true
    default: false
    }
  }
}

extension CaseRequest {
  /// Leaves out every step that is a derivative.
  mutating func dropGradients() {
    // What refers to earlier steps is gone, so that no number of a step is needed any more.
    steps.removeAll(where: \.isGradient)
  }

  /// Leaves out what sets tensors that may not be the layer's any more.
  mutating func dropLoads() {
    dropGradients()
    steps.removeAll { step in
      if case .loadState = step { true } else { step == .resetRunningStats }
    }
    if steps.isEmpty { steps = [.setTrackRunningStats(true)] }
  }

  /// The case with 0 channels, without derivatives.
  var withoutChannels: CaseRequest? {
    func emptied(_ tensor: Tensor) -> Tensor? {
      var dimensions = tensor.shape.dimensions
      guard let axis = dimensions.indices.prefix(2).last else { return nil }
      dimensions[axis] = 0
      let storage = TensorStorage(tensor.elementType, bits: [])
      return (try? Shape(dimensions)).flatMap { try? Tensor(shape: $0, storage: storage) }
    }
    var empty = self
    empty.dropGradients()
    guard let steps = try? empty.steps.map({ try $0.mapped { _ in emptied } }),
      let state = try? initialState.mapped(emptied)
    else { return nil }
    (empty.steps, empty.initialState) = (steps, state)
    empty.configuration.numFeatures = 0
    return empty
  }
}
