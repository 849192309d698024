// SPDX-License-Identifier: MIT

/// An error in one channel as a sum of multiples of known vectors, found by least squares.
struct ErrorFit {
  /// The factor of each vector.
  let factors: [Double]
  /// How much of the error each part makes up at its largest, as a share of the largest error.
  let shares: [Double]

  /// Fits the error; nil if more of it is left than rounding makes.
  init?(_ error: [Double], by vectors: [[Double]], noise: Double) {
    let largest = error.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0, largest.isFinite, error.count > vectors.count else { return nil }
    // The normal equations, of vectors made orthogonal one after the other, twice for the sake of rounding.
    var basis: [(vector: [Double], mix: [Double])] = []
    for (index, vector) in vectors.enumerated() {
      var rest = vector
      var mix = [Double](repeating: 0, count: vectors.count)
      mix[index] = 1
      for _ in 0..<2 {
        for known in basis {
          let part = Self.product(rest, known.vector) / Self.product(known.vector, known.vector)
          for k in rest.indices { rest[k] -= part * known.vector[k] }
          for k in mix.indices { mix[k] -= part * known.mix[k] }
        }
      }
      // A vector that the others give says nothing by itself.
      guard Self.product(rest, rest) > 1e-8 * Self.product(vector, vector) else { continue }
      basis.append((rest, mix))
    }
    var factors = [Double](repeating: 0, count: vectors.count)
    for known in basis {
      let part = Self.product(error, known.vector) / Self.product(known.vector, known.vector)
      for k in factors.indices { factors[k] += part * known.mix[k] }
    }
    for k in error.indices {
      let fitted = factors.indices.reduce(0.0) { $0 + factors[$1] * vectors[$1][k] }
      guard (fitted - error[k]).magnitude <= 2e-3 * largest + noise else { return nil }
    }
    self.factors = factors
    shares = factors.indices.map { index in
      vectors[index].reduce(0) { max($0, ($1 * factors[index]).magnitude) } / largest
    }
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
