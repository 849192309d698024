// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNBounds
internal import BNGoldenCases
internal import BNTensors

/// What a forward normalized with, channel by channel.
struct ExplainedForward {
  var input: Tensor
  var usesBatchStatistics: Bool
  var mean: [Double]
  var inverseDeviation: [Double]
  var weight: Tensor?
}

extension CaseExplanation {
  /// Normalization, output and update of the running statistics (R20–R25).
  mutating func explainForward(
    _ index: Int,
    mode: ForwardMode,
    input: Tensor,
    output: Tensor,
    expectation: StepExpectation
  ) {
    let channels = input.shape.channels ?? 0
    // R9: without running statistics an evaluation uses the batch's, too.
    let usesBatch = mode == .training || (state.runningMean == nil && state.runningVar == nil)
    let batch = usesBatch ? batchStatistics(of: input, expectation) : nil
    let eps = golden.request.configuration(at: index).eps
    let means = batch?.mean ?? state.runningMean
    let variances = batch?.variance ?? state.runningVar
    var forward = ExplainedForward(
      input: input,
      usesBatchStatistics: batch != nil,
      mean: [],
      inverseDeviation: [],
      weight: state.weight
    )
    for channel in 0..<channels {
      forward.mean.append(parameter(means, channel, .nan))
      let variance = parameter(variances, channel, .nan)
      forward.inverseDeviation.append(1 / (variance + eps).squareRoot())
    }
    forwards[index] = forward
    let (shown, left) = self.channels(of: channels)
    for channel in shown {
      let offsets = offsets(of: channel, in: input)
      say("  channel \(channel): \(offsets.count) values, over every dimension but 1 (R20)")
      row("x", list(input, at: offsets), "", "")
      explainStatistics(channel, count: offsets.count, batch: batch)
      explainOutput(channel, forward, offsets, output)
      guard batch != nil else { continue }
      explainRunning(.runningMean, old: state.runningMean, channel, expectation, rule: "a·mean")
      explainRunning(.runningVar, old: state.runningVar, channel, expectation, rule: "a·unbiased")
    }
    if left > 0 { say("  … \(left) more channels") }
  }

  /// Mean and biased variance of the batch: the golden's, or computed where it does not give them.
  private func batchStatistics(
    of input: Tensor,
    _ expectation: StepExpectation
  ) -> (mean: Tensor, variance: Tensor)? {
    if let mean = expectation.tensors[.batchMean], let variance = expectation.tensors[.batchVar] {
      return (mean, variance)
    }
    return ChannelMajor(input).map { values in
      let batch = BatchStatistics(input: values)
      return (Tensor(vector: .float64(batch.mean)), Tensor(vector: .float64(batch.variance)))
    }
  }

  private mutating func explainStatistics(
    _ channel: Int,
    count: Int,
    batch: (mean: Tensor, variance: Tensor)?
  ) {
    guard let batch else {
      let note = "evaluation uses the running statistics"
      for (name, tensor) in [
        ("running_mean", state.runningMean), ("running_var", state.runningVar),
      ] {
        guard let tensor, channel < tensor.count else { continue }
        row(name, value(of: tensor, at: channel), note, "R25")
      }
      return
    }
    let variance = batch.variance.double(at: channel)
    let n = Double(count)
    row("mean", figure(batch.mean.double(at: channel)), "Σx/n", "R20")
    row("variance, biased", figure(variance), "Σ(x−mean)²/n, normalizes", "R20")
    row(
      "variance, unbiased",
      figure(variance * n / (n - 1)),
      "Σ(x−mean)²/(n−1), for running_var",
      "R23"
    )
  }

  private mutating func explainOutput(
    _ channel: Int,
    _ forward: ExplainedForward,
    _ offsets: [Int],
    _ output: Tensor
  ) {
    let inverse = forward.inverseDeviation[channel]
    row("1/√(variance+eps)", figure(inverse), "eps is inside the root", "R21")
    row(
      "x̂",
      list(offsets.map { (forward.input.double(at: $0) - forward.mean[channel]) * inverse }),
      "(x−mean)/√(variance+eps)",
      "R21"
    )
    let affine =
      "\(text(state.weight, channel, absent: "1")), \(text(state.bias, channel, absent: "0"))"
    row("γ, β", affine, "", "R22")
    row("y", list(output, at: offsets), "γ·x̂ + β", "R22")
    beside(.output, at: offsets)
  }

  private mutating func explainRunning(
    _ name: TensorName,
    old: Tensor?,
    _ channel: Int,
    _ expectation: StepExpectation,
    rule: String
  ) {
    guard let old, let new = expectation.tensors[name], old != new,
      channel < min(old.count, new.count)
    else { return }
    row(
      name.rawValue,
      "\(value(of: old, at: channel)) → \(value(of: new, at: channel))",
      "(1−a)·old + \(rule)",
      "R23"
    )
    beside(name, at: [channel])
  }

  func offsets(of channel: Int, in tensor: Tensor) -> [Int] {
    (0..<tensor.count).filter { tensor.shape.channel(ofOffset: $0) == channel }
  }

  func parameter(_ tensor: Tensor?, _ channel: Int, _ absent: Double) -> Double {
    guard let tensor, channel < tensor.count else { return absent }
    return tensor.double(at: channel)
  }

  func text(_ tensor: Tensor?, _ channel: Int, absent: String) -> String {
    guard let tensor, channel < tensor.count else { return absent }
    return value(of: tensor, at: channel)
  }
}
