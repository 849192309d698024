// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNGoldenCases
internal import BNTensors

extension CaseExplanation {
  /// The gradients of a forward, from the statistics that this very forward used (R33–R36).
  mutating func explainBackward(
    of index: Int,
    _ gradOutput: Tensor,
    _ expectation: StepExpectation
  ) {
    guard let forward = forwards[index], forward.input.shape == gradOutput.shape else { return }
    let (shown, left) = channels(of: forward.mean.count)
    for channel in shown {
      let offsets = offsets(of: channel, in: gradOutput)
      say("  channel \(channel): with the mean and the deviation of step \(index) (R36)")
      explainGradients(channel, forward, offsets, gradOutput, expectation)
    }
    if left > 0 { say("  … \(left) more channels") }
  }

  private mutating func explainGradients(
    _ channel: Int,
    _ forward: ExplainedForward,
    _ offsets: [Int],
    _ gradOutput: Tensor,
    _ expectation: StepExpectation
  ) {
    let rule = forward.usesBatchStatistics ? "R33" : "R34"
    let inverse = forward.inverseDeviation[channel]
    let dy = offsets.map(gradOutput.double(at:))
    let normalized = offsets.map {
      (forward.input.double(at: $0) - forward.mean[channel]) * inverse
    }
    let projection = zip(dy, normalized).reduce(0) { $0 + $1.0 * $1.1 }
    row("dy", list(gradOutput, at: offsets), "", "")
    row("Σdy", figure(dy.reduce(0, +)), "", rule)
    row("Σdy·x̂", figure(projection), "", rule)
    if let bias = expectation.tensors[.gradBias], channel < bias.count {
      row("grad_bias", value(of: bias, at: channel), "Σdy", rule)
      beside(.gradBias, at: [channel])
    }
    if let weight = expectation.tensors[.gradWeight], channel < weight.count {
      row("grad_weight", value(of: weight, at: channel), "Σdy·x̂", rule)
      beside(.gradWeight, at: [channel])
    }
    guard let gradient = expectation.tensors[.gradInput] else { return }
    row("γ", text(forward.weight, channel, absent: "1"), "", "R35")
    let formula =
      forward.usesBatchStatistics
      ? "γ/√(variance+eps)·(dy − Σdy/n − x̂·Σdy·x̂/n)" : "γ/√(running_var+eps)·dy"
    row("grad_input", list(gradient, at: offsets), formula, rule)
    beside(.gradInput, at: offsets)
  }

  /// The second-order gradients, as the golden has them (R39, R40).
  mutating func explainDoubleBackward(
    of index: Int,
    _ incoming: SecondOrderInput,
    _ expectation: StepExpectation
  ) {
    guard let step = backwards[index], let forward = forwards[step] else { return }
    let rule = forward.usesBatchStatistics ? "R39" : "R40"
    let (shown, left) = channels(of: forward.mean.count)
    for channel in shown {
      say("  channel \(channel): of the gradients of step \(index)")
      let offsets = offsets(of: channel, in: forward.input)
      if let p = incoming.gradGradInput { row("P, for grad_input", list(p, at: offsets), "", rule) }
      let vectors = [
        ("Q, for grad_weight", incoming.gradGradWeight),
        ("B, for grad_bias", incoming.gradGradBias),
      ]
      for (name, tensor) in vectors {
        guard let tensor, channel < tensor.count else { continue }
        row(name, value(of: tensor, at: channel), "", rule)
      }
      for name in [TensorName.doubleGradWeight, .doubleGradOutput, .doubleGradInput] {
        guard let tensor = expectation.tensors[name] else { continue }
        let places = name == .doubleGradWeight ? [channel] : offsets
        guard places.allSatisfy({ $0 < tensor.count }) else { continue }
        row(name.rawValue, list(tensor, at: places), "", rule)
        beside(name, at: places)
      }
    }
    if left > 0 { say("  … \(left) more channels") }
  }
}
