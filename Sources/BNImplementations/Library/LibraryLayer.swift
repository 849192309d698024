// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNGoldenCases
internal import CBNConform
internal import BNTensors

/// A layer of a shared library.
final class LibraryLayer: SteppedLayer {
  private let library: LoadedLibrary
  private let handle: OpaquePointer

  /// Has the library create a layer.
  init(_ library: LoadedLibrary, configuration: LayerConfiguration, state: LayerState) throws {
    self.library = library
    var config = bnconform_config(configuration)
    let hosted = try HostedState(state)
    var initial = hosted.value
    var handle: OpaquePointer?
    let status = library.create(&config, &initial, &handle)
    do {
      try withExtendedLifetime(hosted) { try library.check(status) }
    } catch let refusal as LayerRefusal {
      throw CaseBreakdown("the layer cannot be created: \(refusal)")
    }
    guard let handle else { throw CaseBreakdown("bnconform_create gave no layer") }
    self.handle = handle
  }

  private init(_ library: LoadedLibrary, handle: OpaquePointer) {
    (self.library, self.handle) = (library, handle)
  }

  deinit { library.destroy(handle) }

  /// What a forward left with the library; given back when nobody needs it any more.
  final class Pass {
    let input: Tensor
    let weight: Tensor?
    let bias: Tensor?
    fileprivate let handle: OpaquePointer?
    // The layer must not be destroyed before its passes.
    private let layer: LibraryLayer

    fileprivate init(
      _ layer: LibraryLayer,
      handle: OpaquePointer?,
      input: Tensor,
      state: LayerState
    ) {
      self.layer = layer
      self.handle = handle
      self.input = input
      (weight, bias) = (state.weight, state.bias)
    }

    deinit { if let handle { layer.library.releasePass?(handle) } }
  }

  /// The tensors that the layer holds now.
  var state: LayerState {
    get throws {
      var state = bnconform_state()
      do {
        try library.check(library.readState(handle, &state))
      } catch let refusal as LayerRefusal {
        throw CaseBreakdown("bnconform_read_state failed: \(refusal)")
      }
      return try LayerState(copying: state)
    }
  }

  func forward(_ input: Tensor, mode: ForwardMode) throws -> LayerForward<Pass> {
    let hosted = try HostedTensor(copying: input)
    let output = try HostedTensor(resultLike: input)
    let before = try state
    var pass: OpaquePointer?
    let status = library.forward(
      handle,
      mode == .training ? 1 : 0,
      hosted.pointer,
      output.pointer,
      &pass
    )
    let saved = Pass(self, handle: pass, input: input, state: before)
    try library.check(status)
    try hosted.checkGuards("input")
    return LayerForward(
      output: try output.tensor("output"),
      saved: saved,
      inputUnchanged: hosted.holds(input)
    )
  }

  func backward(
    _ pass: Pass,
    gradOutput: Tensor,
    wants: [FirstOrderGradient]
  ) throws -> LayerGradients {
    guard let backward = library.backward else { throw UnsupportedCase("has no backward") }
    let incoming = try HostedTensor(copying: gradOutput)
    let input = try wants.contains(.input) ? HostedTensor(resultLike: pass.input) : nil
    let weight = try wants.contains(.weight) ? pass.weight.map(HostedTensor.init(resultLike:)) : nil
    let bias = try wants.contains(.bias) ? pass.bias.map(HostedTensor.init(resultLike:)) : nil
    try library.check(
      backward(
        handle,
        pass.handle,
        incoming.pointer,
        input?.pointer,
        weight?.pointer,
        bias?.pointer
      )
    )
    return LayerGradients(
      input: try input?.tensor("grad_input"),
      weight: try weight?.tensor("grad_weight"),
      bias: try bias?.tensor("grad_bias")
    )
  }

  func doubleBackward(
    _ pass: Pass,
    gradOutput: Tensor,
    incoming: SecondOrderInput,
    wants: [SecondOrderGradient]
  ) throws -> LayerSecondGradients {
    guard let function = library.doubleBackward else {
      throw UnsupportedCase("has no double backward")
    }
    let gradient = try HostedTensor(copying: gradOutput)
    let second = try [incoming.gradGradInput, incoming.gradGradWeight, incoming.gradGradBias]
      .map { try $0.map(HostedTensor.init(copying:)) }
    let output = try wants.contains(.gradOutput) ? HostedTensor(resultLike: gradOutput) : nil
    let weight = try wants.contains(.weight) ? pass.weight.map(HostedTensor.init(resultLike:)) : nil
    let input = try wants.contains(.input) ? HostedTensor(resultLike: pass.input) : nil
    try library.check(
      function(
        handle,
        pass.handle,
        gradient.pointer,
        second[0]?.pointer,
        second[1]?.pointer,
        second[2]?.pointer,
        output?.pointer,
        weight?.pointer,
        input?.pointer
      )
    )
    return LayerSecondGradients(
      gradOutput: try output?.tensor("double_grad_output"),
      weight: try weight?.tensor("double_grad_weight"),
      input: try input?.tensor("double_grad_input")
    )
  }

  func resetRunningStats() throws {
    guard let reset = library.resetRunningStats else {
      throw UnsupportedCase("has no reset_running_stats")
    }
    try library.check(reset(handle))
  }

  func setTrackRunningStats(_ flag: Bool) throws {
    guard let set = library.setTrackRunningStats else {
      throw UnsupportedCase("cannot change track_running_stats")
    }
    try library.check(set(handle, flag ? 1 : 0))
  }

  func loadState(_ state: LayerState, version: StateVersion) throws {
    guard let load = library.loadState else { throw UnsupportedCase("loads no state dicts") }
    let hosted = try HostedState(state)
    var value = hosted.value
    let status = load(handle, &value, version.interfaceVersion)
    try withExtendedLifetime(hosted) { try library.check(status) }
  }

  func setEps(_ eps: Double) throws {
    guard let set = library.setEps else { throw UnsupportedCase("cannot change eps") }
    try library.check(set(handle, eps))
  }

  func setMomentum(_ momentum: Double?) throws {
    guard let set = library.setMomentum else { throw UnsupportedCase("cannot change momentum") }
    try library.check(set(handle, momentum == nil ? 0 : 1, momentum ?? 0))
  }

  func setGradEnabled(_ flag: Bool) throws {
    guard let set = library.setGradEnabled else {
      throw UnsupportedCase("has no set_grad_enabled")
    }
    try library.check(set(handle, flag ? 1 : 0))
  }

  func copied() throws -> LibraryLayer {
    guard let copy = library.copy else { throw UnsupportedCase("cannot be copied") }
    var made: OpaquePointer?
    try library.check(copy(handle, &made))
    guard let made else { throw CaseBreakdown("bnconform_copy gave no layer") }
    return LibraryLayer(library, handle: made)
  }
}

extension bnconform_config {
  fileprivate init(_ configuration: LayerConfiguration) {
    self.init()
    switch configuration.kind {
    case .oneDimensional: kind = BNCONFORM_1D
    case .twoDimensional: kind = BNCONFORM_2D
    case .threeDimensional: kind = BNCONFORM_3D
    case .anyDimensional: kind = BNCONFORM_ND
    }
    num_features = Int64(configuration.numFeatures)
    eps = configuration.eps
    momentum = configuration.momentum ?? 0
    has_momentum = configuration.momentum == nil ? 0 : 1
    affine = configuration.affine ? 1 : 0
    track_running_stats = configuration.trackRunningStats ? 1 : 0
    parameter_type = configuration.parameterType.interfaceType
    input_type = configuration.inputType.interfaceType
  }
}

extension StateVersion {
  fileprivate var interfaceVersion: Int32 {
    switch self {
    case .none: 0
    case .one: 1
    case .two: 2
    }
  }
}
