// SPDX-License-Identifier: MIT

/// Σd and Σd² of one channel with bounds for their errors, where d = x − centre.
///
/// Everything that BatchNorm takes from x depends on deviations alone, so that d serves as well as x,
/// and does not cancel where the mean is large. In float64 d is exact (CorrectRounding.md, "Block sums
/// of float64"); in float32 its rounding is part of the bounds ("Plain sums").
package struct BoundedSums: Sendable {
  /// How many values there are.
  package internal(set) var count = 0
  /// What is subtracted from every value.
  var centre = 0.0
  /// The smallest and the largest value.
  var minimum = Double.infinity
  var maximum = -Double.infinity
  /// Whether every value is a number.
  package internal(set) var isFinite = true
  /// Whether the values are small enough for the bounds to hold.
  var isModerate = true
  /// Σd and a bound for its absolute error.
  var sum = DoubleDouble.zero
  var sumError = 0.0
  /// Σd² (or Σd·dy) and a bound for its absolute error.
  var square = DoubleDouble.zero
  var squareError = 0.0

  /// Whether the sums may be used within their bounds.
  var isBounded: Bool { isFinite && isModerate && count > 0 }

  /// The smallest and the largest value of a float32 channel.
  var ends: (minimum: Float, maximum: Float) { (Float(minimum), Float(maximum)) }

  /// The largest |d|.
  var reach: Double { max((maximum - centre).magnitude, (minimum - centre).magnitude) }

  /// Whether x − centre is exact for every x between two ends (Sterbenz).
  static func isExact(_ centre: Double, _ minimum: Double, _ maximum: Double) -> Bool {
    if centre == 0 { return true }
    let (low, high) = centre > 0 ? (minimum, maximum) : (-maximum, -minimum)
    return centre.magnitude >= 0.5 * high && centre.magnitude <= 2 * low
  }

  /// A centre that serves between two ends with some room beyond them; 0 if there is none.
  static func centre(_ minimum: Double, _ maximum: Double) -> Double {
    let (low, high) = (min(minimum.magnitude, maximum.magnitude), max(minimum, -minimum, maximum))
    guard minimum > 0 || maximum < 0, low > 0x1p-900, high < 0x1p900, high <= 2.9 * low else {
      return 0
    }
    return 0.5 * minimum + 0.5 * maximum
  }
}
