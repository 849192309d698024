// SPDX-License-Identifier: MIT

/// How far computed gradients of x may lie from the exact ones (R33, R34).
///
/// ```
/// training     dx = γ·i·((dy − G) − c·k),   G = Σdy/n, k = i²·Σ(dy·c)/n
/// evaluation   dx = γ·i·dy
/// ```
/// Values and errors are carried through the formula (``ErrorPropagation``), with ec and ri for c and
/// i. The folded form A·dy + B·x + C, with A = γi, B = −Ak, C = Ak·m − AG, rounds each product and each
/// partial sum once; every one of these is at most |A|(|dy| + |G| + (|x| + |m|)|k|), and each of the
/// four terms takes part in two of them: 2u of that is added. Where x̂ = ±1 (n = 2) or dy is constant,
/// dx is all cancellation and this bound is set by the terms, not by the result.
enum GradientInputBound {
  static func errors(
    gradOutput: ArraySlice<Double>,
    input: ArraySlice<Double>,
    weight: Double,
    normalization channel: Normalization,
    usesBatch: Bool,
    propagation step: ErrorPropagation
  ) -> [Double] {
    let arithmetic = step.arithmetic
    guard weight != 0, channel.scale != 0 else {
      return gradOutput.map { _ in arithmetic.smallest }
    }
    let scale = channel.boundedScale
    let factor = step.product(BoundedNumber(exact: weight), scale)
    guard usesBatch else {
      return gradOutput.map { step.product(factor, BoundedNumber(exact: $0)).error }
    }
    let centred = input.map { channel.centred($0, arithmetic: arithmetic) }
    let mean = step.stored(
      step.quotient(
        step.total(gradOutput.lazy.map { BoundedNumber(exact: $0) }),
        count: gradOutput.count
      )
    )
    let products = zip(gradOutput, centred).map { step.product(BoundedNumber(exact: $0), $1) }
    let projection = step.stored(
      step.product(
        step.quotient(step.total(products), count: gradOutput.count),
        scale,
        scale
      )
    )
    return zip(zip(gradOutput, input), centred).map { pair, c in
      let (gradient, x) = pair
      let inner = step.difference(
        step.difference(BoundedNumber(exact: gradient), mean),
        step.product(c, projection)
      )
      let terms =
        gradient.magnitude + mean.value.magnitude
        + (x.magnitude + channel.mean.magnitude) * projection.value.magnitude
      return step.product(factor, inner).error
        + 2 * arithmetic.roundoff * factor.value.magnitude * terms
    }
  }
}
