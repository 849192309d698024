// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNGoldenCases
internal import BNTensors
internal import BNVerdicts
internal import BatchNorm

/// Reads off an answer that no known fault gives what its wrong numbers are instead.
///
/// A sign is a text that begins with the name of the tensor: `grad_weight the sum leaves out the last sample`. It holds of
/// every wrong element of the tensor, as far as these are wrong enough to tell one number from another.
struct SignReader {
  /// The sign of running statistics that nothing should move.
  static let momentumZero = "moves though momentum is 0"

  private let bench: CaseBench
  private let forwards: [Int: ObservedForward]

  init(_ bench: CaseBench) {
    self.bench = bench
    let all = ObservedForward.all(of: bench.golden, bench.observations)
    forwards = Dictionary(all.map { ($0.step, $0) }) { first, _ in first }
  }

  /// The signs of the tensors that go wrong of themselves, each in the first step in which it does.
  func signs() -> [String] {
    var seen: Set<String> = []
    var signs: [String] = []
    for item in bench.outcome.items
    where item.verdict == .failed && item.consequenceOf == nil && seen.insert(item.name).inserted {
      guard let name = TensorName(rawValue: item.name) else { continue }
      signs += words(name, item.step).map { "\(name.rawValue) \($0)" }
    }
    return signs
  }

  private func words(_ name: TensorName, _ step: Int) -> [String] {
    guard let actual = bench.observations[step].tensors[name],
      let specified = bench.golden.expectations[step].tensors[name],
      actual.shape == specified.shape
    else { return [] }
    switch bench.golden.request.steps[step] {
    case .forward(_, let input):
      guard let forward = forwards[step],
        let output = bench.golden.expectations[step].tensors[.output].flatMap(ChannelMajor.init)
      else { return [] }
      let signs = ForwardSigns(forward: forward, shape: input.shape, specified: output)
      switch name {
      case .output: return signs.ofOutput()
      case .runningMean, .runningVar:
        let factor = factor(forward)
        if forward.mode == .training, factor == 0 { return [Self.momentumZero] }
        return name == .runningMean
          ? signs.ofRunningMean(factor: factor) : signs.ofRunningVar(factor: factor)
      default: return []
      }
    case .backward(let origin, let gradOutput, _):
      guard let signs = gradients(origin, gradOutput) else { return [] }
      switch name {
      case .gradWeight: return signs.ofParameter(actual, specified: specified, isWeight: true)
      case .gradBias: return signs.ofParameter(actual, specified: specified, isWeight: false)
      case .gradInput:
        guard let actual = ChannelMajor(actual), let specified = ChannelMajor(specified) else {
          return []
        }
        return signs.ofInput(actual, specified: specified)
      default: return []
      }
    case .doubleBackward(let origin, let incoming, _):
      guard case .backward(let forward, let gradOutput, _) = bench.golden.request.steps[origin],
        let signs = gradients(forward, gradOutput), actual.shape == gradOutput.shape,
        let actual = ChannelMajor(actual), let specified = ChannelMajor(specified)
      else { return [] }
      let second = incoming.gradGradInput.flatMap(ChannelMajor.init)
      return signs.ofSecondOrder(actual, specified: specified, incoming: second)
    default: return []
    }
  }

  private func gradients(_ origin: Int, _ gradOutput: Tensor) -> GradientSigns? {
    guard let forward = forwards[origin], let gradients = ChannelMajor(gradOutput),
      gradients.channels == forward.input.channels,
      gradients.valuesPerChannel == forward.input.valuesPerChannel
    else { return nil }
    return GradientSigns(forward: forward, shape: gradOutput.shape, gradOutput: gradients)
  }

  /// The weight of the new value in the running statistics (R8); 0 where nothing moves.
  private func factor(_ forward: ObservedForward) -> Double {
    guard forward.mode == .training else { return 0 }
    if let momentum = forward.configuration.momentum { return momentum }
    return forward.after.numBatchesTracked.map { 1 / Double($0) } ?? 0
  }
}
