// SPDX-License-Identifier: MIT

internal import BNFaults

/// A convention that differs between frameworks and that an adapter has to map.
struct AdapterConvention {
  let headline: String
  let advice: String

  /// The convention that one of the likely causes points to, if there is one.
  init?(among causes: [String]) {
    for name in causes.flatMap({ $0.split(separator: "+").map(String.init) }) {
      guard let fault = FaultCatalogue.named(name), let advice = Self.advice(name, fault.category)
      else { continue }
      headline = "\(fault.summary) (fault:\(name))"
      self.advice = advice
      return
    }
    return nil
  }

  private static func advice(_ name: String, _ category: Fault.Category) -> String? {
    if let advice = byName[name] { return advice }
    if name.hasPrefix("eps-fixed") { return "pass the eps of the case to the layer" }
    if name.hasPrefix("momentum-fixed") { return "pass the momentum of the case to the layer" }
    guard category == .layout, !normalizations.contains(name) else { return nil }
    return "dimension 1 is the channel, row-major: transpose to its layout and back"
  }

  private static let byName: [String: String] = {
    let momentum = "PyTorch's momentum is the weight of the new batch: pass 1 − momentum"
    let variance = "running_var is the variance itself: convert what the implementation stores"
    return [
      "momentum-swapped": momentum, "momentum-swapped-for-mean": momentum,
      "momentum-swapped-for-variance": momentum, "none-complement": momentum,
      "weight-and-bias-swapped": "weight is γ, bias is β",
      "parameter-gradients-swapped": "grad_weight is the gradient of γ, grad_bias that of β",
      "deviation-stored": variance, "inverse-deviation-stored": variance,
      "reciprocal-stored": variance,
      "never-updated": "read the statistics back from the layer after each step",
    ]
  }()

  /// Faults of layout that no mapping of tensors brings about.
  private static let normalizations: Set<String> = [
    "instance-normalization", "position-normalization", "whole-tensor", "input-overwritten",
    "statistics-of-first-channel",
  ]
}
