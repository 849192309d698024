// SPDX-License-Identifier: MIT

import BNTensors

extension BatchNormLayer {
  /// Sets running_mean to 0, running_var to 1 and num_batches_tracked to 0 (R4).
  ///
  /// Nothing happens while the flag is off; weight and bias are never touched.
  public mutating func resetRunningStats() {
    guard tracksRunningStats else { return }
    state.runningMean = state.runningMean?.filled(with: 0)
    state.runningVar = state.runningVar?.filled(with: 1)
    if state.numBatchesTracked != nil { state.numBatchesTracked = 0 }
  }

  /// Loads a state dict strictly (R5).
  ///
  /// A version below 2, or none, may lack num_batches_tracked; the layer then keeps its own. Any
  /// other missing key, or one that the layer has no place for, is an error. Keys that are present
  /// are loaded even then, as upstream does.
  ///
  /// - Throws: ``ErrorKind/missingStateKey``.
  public mutating func loadState(
    _ loaded: LayerState,
    version: StateVersion
  ) throws(ErrorKind) {
    let fillsInCounter = version != .two && tracksRunningStats
    let needsCounter = state.numBatchesTracked != nil && !fillsInCounter
    let complete =
      (state.weight == nil) == (loaded.weight == nil)
      && (state.bias == nil) == (loaded.bias == nil)
      && (state.runningMean == nil) == (loaded.runningMean == nil)
      && (state.runningVar == nil) == (loaded.runningVar == nil)
      && !(needsCounter && loaded.numBatchesTracked == nil)
    if state.weight != nil { state.weight = loaded.weight ?? state.weight }
    if state.bias != nil { state.bias = loaded.bias ?? state.bias }
    if state.runningMean != nil { state.runningMean = loaded.runningMean ?? state.runningMean }
    if state.runningVar != nil { state.runningVar = loaded.runningVar ?? state.runningVar }
    if state.numBatchesTracked != nil {
      state.numBatchesTracked = loaded.numBatchesTracked ?? state.numBatchesTracked
    }
    if !complete { throw .missingStateKey }
  }
}

extension Tensor {
  /// A tensor of the same shape and type with every element set to a small integer.
  fileprivate func filled(with value: Double) -> Tensor {
    let bits = elementType.format?.bits(rounding: value) ?? 0
    return replacing(bits: Array(repeating: bits, count: count))
  }
}
