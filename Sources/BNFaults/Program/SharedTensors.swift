// SPDX-License-Identifier: MIT

internal import BatchNorm

/// The tensors of a layer and its copy, where the copy shares them by mistake.
final class SharedTensors {
  var state: LayerState

  init(_ state: LayerState) { self.state = state }
}
