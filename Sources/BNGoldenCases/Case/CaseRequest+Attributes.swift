// SPDX-License-Identifier: MIT

package import BatchNorm

extension CaseRequest {
  /// What the layer that goes on at a step is made of: eps and momentum as the steps before have set them (R1).
  package func configuration(at index: Int) -> LayerConfiguration {
    var layers = [configuration]
    var current = 0
    for step in steps.prefix(index) {
      switch step {
      case .setEps(let eps): layers[current].eps = eps
      case .setMomentum(let momentum): layers[current].momentum = momentum
      case .copy:
        // The copy takes the place of the other one, and goes on.
        layers = [layers[current], layers[current]]
        current = 1 - current
      case .switchCopy where layers.count == 2: current = 1 - current
      default: break
      }
    }
    return layers[current]
  }
}
