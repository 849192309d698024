// SPDX-License-Identifier: MIT

import BNExactArithmetic
public import BNTensors

/// The gradients of one backward; those that were not asked for, or have no parameter, are nil (R35).
public struct Gradients: Equatable, Sendable {
  /// ∂L/∂x, of the input's type.
  public var input: Tensor?
  /// ∂L/∂γ, of the parameters' type.
  public var weight: Tensor?
  /// ∂L/∂β, of the parameters' type.
  public var bias: Tensor?

  package init(input: Tensor?, weight: Tensor?, bias: Tensor?) {
    (self.input, self.weight, self.bias) = (input, weight, bias)
  }
}

extension ForwardPass {
  /// The gradients of this pass for an incoming gradient dy (R33 in training, R34 in evaluation).
  ///
  /// An empty input gives zeros (R13).
  ///
  /// - Throws: ``GradientMismatch`` unless dy has the output's type and shape.
  public func backward(
    gradOutput: Tensor,
    wants: Set<FirstOrderGradient>
  ) throws(GradientMismatch) -> Gradients {
    try check(gradOutput, "grad_output", like: output)
    let found = memory?.gradients(of: self, gradOutput: gradOutput, wants: wants)
    guard let (gradients, left) = found else {
      return specifiedGradients(gradOutput: gradOutput, wants: wants, of: channels.indices)
    }
    if left.isEmpty { return gradients }
    let specified = specifiedGradients(gradOutput: gradOutput, wants: wants, of: left)
    return gradients.taking(left, from: specified)
  }

  /// The gradients of some channels by the specification; zeros stand for the others.
  private func specifiedGradients(
    gradOutput: Tensor,
    wants: Set<FirstOrderGradient>,
    of chosen: some Sequence<Int>
  ) -> Gradients {
    var inputBits = [UInt64](repeating: 0, count: input.count)
    var weightBits = [UInt64](repeating: 0, count: weight?.count ?? 0)
    var biasBits = [UInt64](repeating: 0, count: bias?.count ?? 0)
    for channel in chosen {
      let statistics = channels[channel]
      let offsets = input.shape.offsets(ofChannel: channel)
      let dy = offsets.map(gradOutput.exact(at:))
      let x = offsets.map { statistics.deviation(input.exact(at: $0)) }
      let gradient = ExactGradient(
        ExactChannel(statistics, gamma: gamma(channel), beta: .zero),
        usesBatchStatistics: usesBatchStatistics,
        sums: GradientSums(dy: dy, deviations: x)
      )
      if let bias, wants.contains(.bias) { biasBits[channel] = bias.round(gradient.bias) }
      if let weight, wants.contains(.weight) { weightBits[channel] = weight.round(gradient.weight) }
      guard wants.contains(.input) else { continue }
      for (position, offset) in offsets.enumerated() {
        inputBits[offset] = input.round(gradient.input(deviation: x[position], dy: dy[position]))
      }
    }
    return Gradients(
      input: wants.contains(.input) ? input.replacing(bits: inputBits) : nil,
      weight: wants.contains(.weight) ? weight?.replacing(bits: weightBits) : nil,
      bias: wants.contains(.bias) ? bias?.replacing(bits: biasBits) : nil
    )
  }
}

extension Gradients {
  /// The gradients with some channels replaced by those of others.
  fileprivate func taking(_ channels: [Int], from other: Gradients) -> Gradients {
    func merge(_ mine: Tensor?, _ theirs: Tensor?, _ offsets: (Tensor) -> [Int]) -> Tensor? {
      guard let mine, let theirs else { return mine }
      var bits = (0..<mine.count).map(mine.bits(at:))
      for offset in offsets(mine) { bits[offset] = theirs.bits(at: offset) }
      return mine.replacing(bits: bits)
    }
    return Gradients(
      input: merge(input, other.input) { tensor in
        channels.flatMap { tensor.shape.offsets(ofChannel: $0) }
      },
      weight: merge(weight, other.weight) { _ in channels },
      bias: merge(bias, other.bias) { _ in channels }
    )
  }
}
