// SPDX-License-Identifier: MIT

internal import BNTensors

extension LayerState {
  /// The tensors that a constructor of this configuration makes (R2, R3, R4): weight 1 and bias 0 if
  /// affine; running_mean 0, running_var 1 and num_batches_tracked 0 if statistics are tracked; each of
  /// shape `[C]` in the parameters' type.
  public static func initial(for configuration: LayerConfiguration) -> LayerState {
    func vector(of value: Double) -> Tensor {
      let type = configuration.parameterType
      let bits = type.format?.bits(rounding: value) ?? UInt64(value)
      let count = max(0, configuration.numFeatures)
      return Tensor(vector: TensorStorage(type, bits: Array(repeating: bits, count: count)))
    }
    let (isAffine, tracks) = (configuration.affine, configuration.trackRunningStats)
    return LayerState(
      weight: isAffine ? vector(of: 1) : nil,
      bias: isAffine ? vector(of: 0) : nil,
      runningMean: tracks ? vector(of: 0) : nil,
      runningVar: tracks ? vector(of: 1) : nil,
      numBatchesTracked: tracks ? 0 : nil
    )
  }
}
