// SPDX-License-Identifier: MIT

package import BNDifferential
package import BNGoldenCases
package import BNImplementations
package import BatchNorm
internal import BNTensors

/// What a drawn case is, before its tensors are drawn: seed and index give the same outline everywhere.
///
/// The case of an index does not depend on who is asked: an implementation is not put the cases that need
/// what it declares it lacks.
package struct CaseOutline: Sendable {
  /// How large the inputs are.
  enum Extent: Sendable { case small, medium, long, huge }

  /// A number that is none, somewhere in an input.
  enum Special: Sendable { case nan, infinity }

  /// Which numbers the case belongs to.
  package let seed: UInt64
  /// The number of the case.
  package let index: UInt64
  /// What the layer is constructed with.
  package private(set) var configuration: LayerConfiguration
  /// The program.
  package private(set) var steps: [StepText] = []
  /// The kind of data.
  package let regime: Regime
  let rank: Int
  let hasWeight: Bool
  let hasBias: Bool
  /// Whether the layer is as its constructor makes it.
  let isFresh: Bool
  let extent: Extent
  let special: Special?
  let twists: [PolicyTwist]
  /// What the tensors are drawn from.
  let numbers: DrawnNumbers

  /// The version of what is drawn: a number of its own for each way in which seed and index give a case.
  package static let version = 2

  /// Draws the outline of a case.
  package init(seed: UInt64, index: UInt64) {
    var numbers = DrawnNumbers(seed: seed, index: index)
    (self.seed, self.index) = (seed, index)
    let kind = numbers.one(of: LayerKind.allCases + [.oneDimensional, .twoDimensional])
    let types = numbers.one(of: Self.types)
    rank =
      switch kind {
      case .oneDimensional: 2 + numbers.below(2)
      case .twoDimensional: 4
      case .threeDimensional: 5
      case .anyDimensional: 2 + numbers.below(5)
      }
    regime = numbers.one(of: Self.regimes)
    let drawn = numbers.one(of: Self.extents)
    // The exact values of numbers at the ends of a type's range take long.
    extent = regime.isOrdinary ? drawn : .small
    let affine = numbers.below(16)
    // Without any parameter nobody could see that their type is another one.
    let isWhole = affine < 12 || types.input != types.parameters
    (hasWeight, hasBias) = (isWhole || affine == 15, isWhole || affine == 14)
    let tracks = !numbers.oneIn(8)
    isFresh = numbers.oneIn(3)
    configuration = LayerConfiguration(
      kind: kind,
      numFeatures: DrawnShapes.channels(&numbers, extent),
      eps: Self.eps(&numbers, types.parameters),
      momentum: Self.momentum(&numbers),
      affine: hasWeight || hasBias,
      trackRunningStats: tracks,
      parameterType: types.parameters,
      inputType: types.input
    )
    special = numbers.oneIn(24) ? (numbers.oneIn(3) ? .infinity : .nan) : nil
    let twistCount = numbers.oneIn(5) ? (numbers.oneIn(3) ? 2 : 1) : 0
    twists = PolicyTwist.compatible(
      (0..<twistCount).map { _ in numbers.one(of: PolicyTwist.allCases) }
    )
    var program = DrawnProgram(
      configuration,
      hasWeight: hasWeight,
      hasBias: hasBias,
      isSmall: extent == .small,
      &numbers
    )
    steps = program.steps(&numbers)
    self.numbers = numbers
  }

  private static let types: [(input: ElementType, parameters: ElementType)] =
    Array(repeating: (.float32, .float32), count: 6)
    + Array(repeating: (.float64, .float64), count: 3)
    + [
      (.float16, .float16), (.bfloat16, .bfloat16), (.float16, .float32), (.bfloat16, .float32),
    ]

  private static let extents =
    Array(repeating: Extent.small, count: 110) + Array(repeating: .medium, count: 14)
    + Array(repeating: .long, count: 5) + [.huge]

  private static let regimes: [Regime] =
    Array(repeating: .normal, count: 10) + Array(repeating: .shortSignificand, count: 8)
    + Array(repeating: .uniform, count: 6) + [
      .mean10, .mean10, .mean1e3, .mean1e5, .mean1e7, .relu, .relu, .pixels, .product, .product,
      .twoValues,
      .constant, .outlier, .sparse, .ties, .epsDominates, .tiny, .wide, .widest, .anyPattern,
      .subnormal, .nearMaximum,
    ]

  private static func eps(_ numbers: inout DrawnNumbers, _ type: ElementType) -> Double {
    let values = [1e-5, 1e-5, 1e-5, 1e-5, 1e-3, 1e-3, 0.1, 1, 1e-8, 1e-12]
    let drawn = numbers.one(of: values)
    let other = 0x1p-20 * Double(1 + numbers.below(1 << 12))
    let eps = numbers.oneIn(8) ? other : drawn
    // Parameters of binary16 may be all that there is: smaller numbers are 0 there.
    return type == .float16 ? max(eps, 1e-5) : eps
  }

  private static func momentum(_ numbers: inout DrawnNumbers) -> Double? {
    let values: [Double?] = [0.1, 0.1, 0.1, 0.3, 0.9, 0.5, 0.01, 1, 0, 0, nil, nil]
    let (drawn, other) = (numbers.one(of: values), numbers.unit())
    return numbers.oneIn(6) ? other : drawn
  }
}

extension CaseOutline {
  /// The name of the case: its feature, seed and index, and the types.
  package var name: String {
    let input = configuration.inputType.abbreviation
    let parameters = configuration.parameterType.abbreviation
    let types = input == parameters ? input : "\(input)-\(parameters)"
    return "\(Self.feature)/\(seed)-\(index)/\(types)"
  }

  /// The first part of the names of drawn cases.
  package static let feature = "drawn"

  /// The outline of the case of a name; nil if it is no name of a drawn case.
  package init?(name: String) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == Self.feature else { return nil }
    let numbers = parts[1].split(separator: "-", omittingEmptySubsequences: false).map {
      UInt64($0)
    }
    guard numbers.count == 2, let seed = numbers[0], let index = numbers[1] else { return nil }
    self.init(seed: seed, index: index)
    guard self.name == name else { return nil }
  }

  /// Which part of the specification the case belongs to: policies of PyTorch's own, and the methods of its
  /// layers, are not every BatchNorm's.
  package var profile: CaseProfile {
    twists.isEmpty && steps.allSatisfy(\.isOfMathematics) ? .math : .torch
  }

  /// What the case needs of an implementation, as far as that is known without the tensors.
  package var features: Set<CaseFeature> {
    var features = configuration.features
    if hasWeight != hasBias { features.insert(.partialAffine) }
    if !twists.contains(.rank) { features.insert(.rank(rank)) }
    return steps.reduce(into: features) { $0.insert($1.feature) }
  }
}

extension StepText {
  /// Whether any BatchNorm has such a step.
  var isOfMathematics: Bool {
    switch self {
    case .forward, .backward, .doubleBackward: true
    default: false
    }
  }
}
