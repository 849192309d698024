// SPDX-License-Identifier: MIT

public import BatchNorm
internal import BNTensors

extension BatchNormLayer {
  /// Creates a layer that holds the given tensors and computes as the settings say, which change no bit.
  public init(configuration: LayerConfiguration, state: LayerState, settings: KernelSettings) {
    self.init(configuration: configuration, state: state)
    method = settings.kernels == .specified ? nil : KernelMethod(settings: settings)
  }
}

/// The kernels as a method of the layer.
struct KernelMethod: ForwardMethod {
  let settings: KernelSettings

  func pass(_ call: NormalizationCall, eps: Double) -> ForwardPass? {
    call.fastPass(eps: eps, settings: settings)
  }
}

/// What the kernels keep of a forward: the sums of the batch with their bounds, or the running
/// statistics.
struct KernelMemory: PassMemory {
  let settings: KernelSettings
  let sums: [BoundedSums]?
  let runningMean: Tensor?
  let runningVar: Tensor?

  init(_ call: NormalizationCall, _ sums: [BoundedSums], _ settings: KernelSettings) {
    self.settings = settings
    self.sums = call.usesBatchStatistics ? sums : nil
    runningMean = call.usesBatchStatistics ? nil : call.runningMean
    runningVar = call.usesBatchStatistics ? nil : call.runningVar
  }

  func movedStatistics(
    mean: Tensor,
    variance: Tensor,
    channel: Int,
    factor: Double
  ) -> (mean: UInt64, variance: UInt64)? {
    guard let sums, let format = mean.elementType.format,
      mean.elementType == variance.elementType
    else { return nil }
    let moved = MovedStatistics(
      mean: format.double(fromBits: mean.bits(at: channel)),
      variance: format.double(fromBits: variance.bits(at: channel)),
      sums: sums[channel],
      factor: factor,
      stress: settings.stress
    )
    return moved?.patterns(in: format)
  }

  func gradients(
    of pass: ForwardPass,
    gradOutput: Tensor,
    wants: Set<FirstOrderGradient>
  ) -> (gradients: Gradients, left: [Int])? {
    KernelGradients(pass: pass, memory: self).gradients(gradOutput: gradOutput, wants: wants)
  }
}
