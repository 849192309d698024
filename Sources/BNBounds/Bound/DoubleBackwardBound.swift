// SPDX-License-Identifier: MIT

/// How far computed second-order gradients of one channel may lie from the exact ones (R39, R40).
///
/// P, Q, B are the gradients that come in for dx, dγ, dβ; g is the backward's dy. With the projection
/// w(·) of ``ProjectedGradient``, i.e. w(g)_j = (g_j − ḡ) − c_j·i²·Σgc/n, R39 reads
/// ```
/// ∂g = γ·i·w(P) + Q·c·i + B
/// ∂γ = Σ P·i·w(g)  =  i·(ΣPg − ΣPΣg/n − i²·ΣPc·Σgc/n)
/// ∂x = γ·i³·[c·(ΣPΣg/n − ΣgP + 3i²·Σgc·ΣPc/n) + ΣPc·(ḡ − g) + Σgc·(P̄ − P)]/n + Q·i·w(g)
/// ```
/// and in evaluation (R40) ∂g = P·i·γ + Q·c·i + B, ∂γ = Σ P·g·i, ∂x = Q·i·g. Values and errors are
/// carried; of the two forms of ∂γ, both of which systems use, the larger error counts.
struct DoubleBackwardBound {
  /// The data of one channel; absent incoming gradients are zero.
  struct Channel {
    var input: ArraySlice<Double>
    var gradOutput: ArraySlice<Double>
    /// P.
    var gradGradInput: ArraySlice<Double>
    /// Q.
    var gradGradWeight: Double
    /// B.
    var gradGradBias: Double
    var weight: Double
    var normalization: Normalization
  }

  /// Errors of ∂g.
  private(set) var gradOutput: [Double] = []
  /// Error of ∂γ.
  private(set) var weight = 0.0
  /// Errors of ∂x.
  private(set) var input: [Double] = []

  init(_ channel: Channel, usesBatch: Bool, propagation step: ErrorPropagation) {
    let terms = Terms(channel, step)
    if usesBatch { training(channel, terms, step) } else { evaluation(channel, terms, step) }
  }

  /// What both modes need.
  private struct Terms {
    let scale: BoundedNumber
    let centred: [BoundedNumber]
    /// γ·i.
    let factor: BoundedNumber
    /// Q·i.
    let weightFactor: BoundedNumber
    let bias: BoundedNumber

    init(_ channel: Channel, _ step: ErrorPropagation) {
      scale = channel.normalization.boundedScale
      centred = channel.input.map {
        channel.normalization.centred($0, arithmetic: step.arithmetic)
      }
      factor = step.product(BoundedNumber(exact: channel.weight), scale)
      weightFactor = step.product(BoundedNumber(exact: channel.gradGradWeight), scale)
      bias = BoundedNumber(exact: channel.gradGradBias)
    }

    /// γ·i·P' + Q·i·c + B for one element.
    func gradOutput(
      _ projected: BoundedNumber,
      _ centred: BoundedNumber,
      _ step: ErrorPropagation
    ) -> Double {
      let first = step.product(factor, projected)
      return step.sum(step.sum(first, step.product(weightFactor, centred)), bias).error
    }
  }

  private mutating func evaluation(
    _ channel: Channel,
    _ terms: Terms,
    _ step: ErrorPropagation
  ) {
    gradOutput = zip(channel.gradGradInput, terms.centred).map {
      terms.gradOutput(BoundedNumber(exact: $0), $1, step)
    }
    let products = zip(channel.gradGradInput, channel.gradOutput).map {
      step.product(step.product(BoundedNumber(exact: $0), BoundedNumber(exact: $1)), terms.scale)
    }
    weight = step.total(products).error
    input = channel.gradOutput.map {
      step.product(terms.weightFactor, BoundedNumber(exact: $0)).error
    }
  }

  private mutating func training(_ channel: Channel, _ terms: Terms, _ step: ErrorPropagation) {
    func project(_ gradients: ArraySlice<Double>) -> ProjectedGradient {
      ProjectedGradient(
        of: gradients,
        input: channel.input,
        centred: terms.centred,
        normalization: channel.normalization,
        propagation: step
      )
    }
    let incoming = project(channel.gradGradInput)
    let first = project(channel.gradOutput)
    gradOutput = zip(incoming.values, terms.centred).map { terms.gradOutput($0, $1, step) }
    let cross = step.total(
      zip(channel.gradGradInput, channel.gradOutput).map {
        step.product(BoundedNumber(exact: $0), BoundedNumber(exact: $1))
      }
    )
    weight = weightError(channel, terms, incoming: incoming, first: first, cross: cross, step)
    input = inputErrors(channel, terms, incoming: incoming, first: first, cross: cross, step)
  }

  private func weightError(
    _ channel: Channel,
    _ terms: Terms,
    incoming: ProjectedGradient,
    first: ProjectedGradient,
    cross: BoundedNumber,
    _ step: ErrorPropagation
  ) -> Double {
    let elementwise = step.total(
      zip(channel.gradGradInput, first.values).map {
        step.product(BoundedNumber(exact: $0), step.product(terms.scale, $1))
      }
    )
    let sum = step.total(channel.gradGradInput.lazy.map { BoundedNumber(exact: $0) })
    let expanded = step.difference(
      step.difference(cross, step.product(sum, first.mean)),
      step.product(incoming.product, first.share)
    )
    return max(elementwise.error, step.product(terms.scale, expanded).error)
  }

  private func inputErrors(
    _ channel: Channel,
    _ terms: Terms,
    incoming: ProjectedGradient,
    first: ProjectedGradient,
    cross: BoundedNumber,
    _ step: ErrorPropagation
  ) -> [Double] {
    let n = channel.input.count
    let sum = step.total(channel.gradGradInput.lazy.map { BoundedNumber(exact: $0) })
    let triple = step.product(
      BoundedNumber(exact: 3),
      step.product(incoming.product, first.share)
    )
    let along = step.sum(step.difference(step.product(sum, first.mean), cross), triple)
    let cube = step.product(terms.factor, terms.scale, terms.scale)
    return (0..<n).map { position in
      let c = terms.centred[position]
      let gradient = channel.gradOutput[channel.gradOutput.startIndex + position]
      let second = channel.gradGradInput[channel.gradGradInput.startIndex + position]
      let bracket = step.sum(
        step.sum(
          step.product(c, along),
          step.product(
            incoming.product,
            step.difference(first.mean, BoundedNumber(exact: gradient))
          )
        ),
        step.product(
          first.product,
          step.difference(incoming.mean, BoundedNumber(exact: second))
        )
      )
      return step.sum(
        step.quotient(step.product(cube, bracket), count: n),
        step.product(terms.weightFactor, first.values[position])
      ).error
    }
  }
}
