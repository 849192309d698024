// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNVerdicts

/// What the wrong numbers of a tensor have to do with the expected ones, if that is simple.
///
/// Looked at are the elements that a verdict keeps: the worst and the first few out of tolerance, and
/// the factor of each channel.
enum TensorRelation: Hashable {
  /// All of them are NaN, are infinite, or are 0.
  case notANumber, infinite, zero
  /// They have the other sign.
  case negated
  /// They are so many times the expected ones.
  case multiple(Double)
  /// Each channel is off by a factor of its own.
  case multiplePerChannel
  /// They are the expected ones and so much.
  case shifted(Double)
  /// None is larger than this in magnitude, where the expected ones are.
  case limited(Double)
  /// All of them are the same number.
  case constant(Double)

  /// The relation of a failing item, most telling first; nil if there is none.
  init?(_ item: JudgedItem) {
    guard let comparison = item.comparison else { return nil }
    let worst = [comparison.worst].compactMap(\.self)
    let elements = (comparison.firstMismatches + worst)
      .map { (actual: $0.actual.value, expected: $0.expected.value) }
    guard !elements.isEmpty else { return nil }
    let finite = elements.filter { $0.actual.isFinite && $0.expected.isFinite }
    if finite.isEmpty {
      if elements.allSatisfy(\.actual.isNaN) { self = .notANumber; return }
      if elements.allSatisfy(\.actual.isInfinite) { self = .infinite; return }
      return nil
    }
    guard finite.count == elements.count else { return nil }
    if finite.allSatisfy({ $0.actual == 0 }) { self = .zero; return }
    guard finite.count > 1 else { return nil }
    if let ratio = Self.ratio(finite) {
      self = (ratio + 1).magnitude < 1e-3 ? .negated : .multiple(ratio)
      return
    }
    let shifts = finite.map { $0.actual - $0.expected }
    if let shift = Self.common(shifts) { self = .shifted(shift); return }
    let sizes = finite.map(\.actual.magnitude)
    if let size = Self.common(sizes), finite.allSatisfy({ $0.expected.magnitude > size }) {
      self = .limited(size)
      return
    }
    if let value = Self.common(finite.map(\.actual)) { self = .constant(value); return }
    let channels = Dictionary(grouping: comparison.firstMismatches, by: \.channel)
    let isPerChannel = channels.values.allSatisfy { group in
      Self.ratio(group.map { ($0.actual.value, $0.expected.value) }) != nil
    }
    guard isPerChannel, channels.values.contains(where: { $0.count > 1 }) else { return nil }
    self = .multiplePerChannel
  }

  /// The factor of all pairs; what is nearly 1 has to depart from 1 alike.
  private static func ratio(_ pairs: [(actual: Double, expected: Double)]) -> Double? {
    let ratios = pairs.map { $0.actual / $0.expected }
    guard let ratio = common(ratios) else { return nil }
    let excess = (ratio - 1).magnitude
    return ratios.allSatisfy { ($0 - ratio).magnitude <= 0.05 * excess } ? ratio : nil
  }

  /// The number that all of some are, up to roundings; nil if they are not one.
  static func common(_ numbers: [Double]) -> Double? {
    guard let first = numbers.first, first.isFinite, first != 0 else { return nil }
    let isSame = numbers.allSatisfy { ($0 - first).magnitude <= 2e-3 * first.magnitude }
    return isSame ? first : nil
  }

  /// A factor; of one near 1 what it departs from 1 by.
  static func text(_ factor: Double) -> String {
    let excess = factor - 1
    guard excess.magnitude < 0.02, excess != 0 else { return FigureText.text(factor) }
    return "(1 \(excess < 0 ? "−" : "+") \(FigureText.text(excess.magnitude)))"
  }

  /// The relation in words, to stand behind the name of a tensor.
  var words: String {
    switch self {
    case .notANumber: "is NaN"
    case .infinite: "is infinite"
    case .zero: "is 0"
    case .negated: "has the other sign"
    case .multiple(let factor): "is \(Self.text(factor)) × the expected"
    case .multiplePerChannel: "is the expected times a factor of each channel"
    case .shifted(let shift):
      "is the expected \(shift < 0 ? "−" : "+") \(FigureText.text(shift.magnitude))"
    case .limited(let size): "is cut off at ± \(FigureText.text(size))"
    case .constant(let value): "is \(FigureText.text(value)) everywhere"
    }
  }
}
