// SPDX-License-Identifier: MIT

package import BNTensors

/// How numbers are computed: precision, order of sums, form of the last step.
package struct ArithmeticChoices: Sendable {
  /// The order and method of a sum.
  package enum Summation: Sendable { case serial, pairwise, chunked, kahan }
  /// How the variance is found.
  package enum Variance: Sendable { case twoPass, welford, onePass, onePassClamped }
  /// How the last step is written.
  package enum Form: Sendable { case centred, folded }
  /// How 1/√v is found.
  package enum InverseRoot: Sendable { case division, newton, twelveBits, magicNumber }
  /// What is rounded to the type of the input where that is narrower.
  package enum Kept: Sendable { case mean, variance, inverse, xHat, parameters, eps }

  /// The format in which sums and products are rounded; nil is binary64.
  package var format: FloatFormat?
  /// Whether float64 modules are computed in binary64 although the format is narrower.
  package var widensForFloat64 = true
  /// The format of sums only, where it differs.
  package var sumFormat: FloatFormat?
  /// The format to which inputs are rounded when they are read.
  package var inputFormat: FloatFormat?
  /// The number of significand bits that inputs keep in products (TF32 keeps 11).
  package var productBits: Int?
  /// The format to which mean and variance are rounded when they are kept.
  package var meanFormat: FloatFormat?
  /// The format to which the mean is rounded before deviations from it are taken.
  package var centreFormat: FloatFormat?
  /// What is kept in the type of the input.
  package var inInputType: Set<Kept> = []
  /// The format to which the output is rounded before it is stored.
  package var outputFormat: FloatFormat?
  /// Whether an output beyond the range of its type is the largest finite number.
  package var saturatesOutput = false
  /// Whether the output has the type of the parameters where that is wider than the input's.
  package var promotesOutput = false
  /// The format to which weight and bias are rounded when they are read.
  package var parameterFormat: FloatFormat?
  /// The format of running statistics when they are read in evaluation.
  package var bufferFormat: FloatFormat?
  /// The format to which parameter gradients are rounded.
  package var gradientFormat: FloatFormat?
  package var summation = Summation.serial
  package var variance = Variance.twoPass
  package var form = Form.centred
  package var inverseRoot = InverseRoot.division
  /// Whether subnormal numbers become zero.
  package var flushesSubnormals = false
  /// A permutation of the order of summation; 0 is the order of the elements.
  package var seed: UInt64 = 0
  /// Whether running statistics are updated with the weight of the old.
  package var oldWeightMomentum = false
  /// Whether running statistics are updated as old + a·(new − old).
  package var movesByDifference = false
}
