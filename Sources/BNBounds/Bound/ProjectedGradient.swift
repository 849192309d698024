// SPDX-License-Identifier: MIT

/// A channel of gradients with its mean and its share along x̂ taken away, and the errors of that.
///
/// ```
/// w_j = (g_j − ḡ) − c_j·k,    ḡ = Σg/n,    k = i²·Σ(g·c)/n
/// ```
/// The first and second derivatives of batch normalisation are made of such projections (R33, R39).
/// Values and errors are carried (``ErrorPropagation``), with ec and ri for c and i. The folded form
/// A·g + B·x + C, with B = −A·k and C = A·k·m − A·ḡ, rounds each of its four products and each partial
/// sum once; every term takes part in two of these roundings, so
/// 2u_e(|g| + |ḡ| + (|x| + |m|)|k|) is added. 16-bit modules may store ḡ and k.
struct ProjectedGradient {
  /// ḡ.
  let mean: BoundedNumber
  /// Σ(g·c).
  let product: BoundedNumber
  /// k.
  let share: BoundedNumber
  /// w.
  let values: [BoundedNumber]

  init(
    of gradients: ArraySlice<Double>,
    input: ArraySlice<Double>,
    centred: [BoundedNumber],
    normalization channel: Normalization,
    propagation step: ErrorPropagation
  ) {
    let (n, scale) = (gradients.count, channel.boundedScale)
    let mean = step.stored(
      step.quotient(step.total(gradients.lazy.map { BoundedNumber(exact: $0) }), count: n)
    )
    let product = step.total(
      zip(gradients, centred).map { step.product(BoundedNumber(exact: $0), $1) }
    )
    let share = step.stored(step.product(step.quotient(product, count: n), scale, scale))
    values = zip(zip(gradients, input), centred).map { pair, c in
      let (gradient, x) = pair
      var value = step.difference(
        step.difference(BoundedNumber(exact: gradient), mean),
        step.product(c, share)
      )
      value.error +=
        2 * step.arithmetic.elementRoundoff
        * (gradient.magnitude + mean.value.magnitude
          + (x.magnitude + channel.mean.magnitude) * share.value.magnitude)
      return value
    }
    (self.mean, self.product, self.share) = (mean, product, share)
  }
}
