// SPDX-License-Identifier: MIT

package import BatchNorm
package import BNTensors

/// The arithmetic that a layer's types entitle an implementation to (R17, R18).
///
/// Modules of float64 compute in binary64, all others in binary32: 16-bit inputs with float32
/// parameters as well as pure 16-bit modules. In the latter every result of an operation may be rounded
/// to the 16-bit type, as where a layer is composed of an array library's operations: u_p is its unit
/// roundoff, t_p its smallest subnormal number. Sums accumulate in binary32 all the same, and only what
/// is stored per channel may use the 16-bit type's range: overflow of a square is no rounding.
package struct BoundArithmetic: Equatable, Sendable {
  /// The unit roundoff u of the operations.
  package let roundoff: Double
  /// u_e, at which the result of an operation on single elements may be rounded: u_p or, if 0, u.
  package let elementRoundoff: Double
  /// u_x, at which the parts of a gradient of 16-bit inputs may be rounded; 0 for wider inputs.
  ///
  /// An input that is converted once for its statistics and once for its normalization has a gradient
  /// of two parts, each of the input's type.
  package let partRoundoff: Double
  /// The smallest subnormal number t: what an underflowing operation may lose.
  package let smallest: Double
  /// The largest finite number.
  package let largest: Double
  /// The unit roundoff u_p at which statistics may be stored; 0 if they are not rounded further.
  package let storageRoundoff: Double
  /// The smallest subnormal t_p of the type in which statistics may be stored, or 0.
  package let storageSmallest: Double
  /// The largest finite number of the type in which statistics may be stored.
  package let storageLargest: Double

  /// The arithmetic for parameters and inputs of these types.
  package init(parameterType: ElementType, inputType: ElementType) {
    let wide = parameterType == .float64 || inputType == .float64
    let format: FloatFormat = wide ? .binary64 : .binary32
    roundoff = format.unitRoundoff
    smallest = format.smallestSubnormal
    largest = format.largestFinite
    let storage = parameterType.isReduced ? parameterType.format : nil
    storageRoundoff = storage?.unitRoundoff ?? 0
    elementRoundoff = max(roundoff, storageRoundoff)
    partRoundoff = inputType.isReduced ? inputType.format?.unitRoundoff ?? 0 : 0
    storageSmallest = storage?.smallestSubnormal ?? 0
    storageLargest = storage?.largestFinite ?? format.largestFinite
  }

  /// Operations and sums that all round to one format.
  package init(every format: FloatFormat) {
    roundoff = format.unitRoundoff
    elementRoundoff = roundoff
    partRoundoff = roundoff
    smallest = format.smallestSubnormal
    largest = format.largestFinite
    storageRoundoff = roundoff
    storageSmallest = smallest
    storageLargest = largest
  }

  /// The arithmetic of a layer.
  package init(_ configuration: LayerConfiguration) {
    self.init(
      parameterType: configuration.parameterType,
      inputType: configuration.inputType
    )
  }

  /// What storing a statistic may change it by: u_p·|value| + t_p, 0 except in 16-bit modules.
  ///
  /// Infinite if the type overflows.
  func storageError(_ value: Double) -> Double {
    guard value.magnitude <= storageLargest else { return .infinity }
    return storageRoundoff * value.magnitude + storageSmallest
  }

  /// 0, or infinity for the magnitude of an intermediate result that overflows.
  ///
  /// Sound code may then give anything (T5 of the specification's notes), so nothing can be judged.
  func overflow(_ magnitude: Double) -> Double { magnitude > largest ? .infinity : 0 }

  /// θ_k = k·u/(1 − k·u): the relative error of a product of k rounded factors, infinite from k·u = 1.
  ///
  /// |∏(1+δ_i)^±1 − 1| ≤ θ_k for any k factors with |δ_i| ≤ u (Higham, Accuracy and Stability of
  /// Numerical Algorithms, lemma 3.1). To first order it is k·u.
  func growth(_ factors: Double) -> Double {
    let product = factors * roundoff
    return product < 1 ? product / (1 - product) : .infinity
  }
}
