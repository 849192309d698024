// SPDX-License-Identifier: MIT

package import BNTensors

/// The arguments of the functional form: what the layer hands down to one normalization (R9, R10).
package struct NormalizationCall {
  /// x.
  package let input: Tensor
  /// γ, if there is one.
  package let weight: Tensor?
  /// β, if there is one.
  package let bias: Tensor?
  /// The running mean, if it is handed down.
  package let runningMean: Tensor?
  /// The running variance, if it is handed down.
  package let runningVar: Tensor?
  /// Whether the statistics of the batch are used (R9).
  package let usesBatchStatistics: Bool

  /// Selects what is handed down.
  ///
  /// Batch statistics are used in training, or where both buffers are absent; the flag is not
  /// consulted for that (R9). Buffers are handed down in evaluation or if the flag is on (R10).
  init(layer: BatchNormLayer, input: Tensor, mode: ForwardMode) {
    let state = layer.state
    let handsDownBuffers = mode == .evaluation || layer.tracksRunningStats
    self.input = input
    weight = state.weight
    bias = state.bias
    runningMean = handsDownBuffers ? state.runningMean : nil
    runningVar = handsDownBuffers ? state.runningVar : nil
    usesBatchStatistics =
      mode == .training || (state.runningMean == nil && state.runningVar == nil)
  }

  /// Refuses what PyTorch 2.10 refuses, in its order (R11–R18).
  func check(eps: Double) throws(ErrorKind) {
    if usesBatchStatistics, input.shape.valuesPerChannel == 1 { throw .tooFewValues }
    if eps <= 0 { throw .nonpositiveEps }  // a NaN eps passes (R12)
    if input.count == 0, input.shape.channels != 0 { return }  // before the channel checks (R13)
    if input.count == 0, weight != nil || bias != nil { throw .noChannels }
    try checkChannels()
    if usesBatchStatistics, (runningMean == nil) != (runningVar == nil) {
      throw .unpairedRunningStats
    }
    try checkTypes()
  }

  /// Each of the four tensors must have C elements; its shape does not matter (R14).
  private func checkChannels() throws(ErrorKind) {
    let channels = input.shape.channels ?? 0
    for statistic in [runningMean, runningVar] {
      if let statistic {
        if statistic.count != channels { throw .channelMismatch }
      } else if !usesBatchStatistics {
        throw .missingRunningStats
      }
    }
    for parameter in [weight, bias] {
      if let parameter, parameter.count != channels { throw .channelMismatch }
    }
  }

  /// All types equal, or a reduced input with float32 parameters and statistics (R17, R18).
  private func checkTypes() throws(ErrorKind) {
    let type = input.elementType
    guard type.format != nil else { throw .unsupportedType }
    let others = [weight, bias, runningMean, runningVar].compactMap { $0?.elementType }
    let allEqual = others.allSatisfy { $0 == type }
    let mixed = type.isReduced && others.allSatisfy { $0 == .float32 }
    guard allEqual || mixed else { throw .mixedTypes }
  }
}
