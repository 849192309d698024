// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import BNTensors
internal import BNVerdicts

/// What may matter of a case: types, sizes, form of its tensors, the feature that it belongs to.
///
/// All of it is read from the outcome, so that a report can do it, too.
struct CaseFacets {
  /// One such thing.
  enum Key: Hashable {
    case inputType, isReduced, parameterType, rank, isSquare, isWide, widthIsChannels, feature,
      channels
    case valuesPerChannel, samples, positions, rows, columns, rule
    /// The powers of two that a size is no multiple of, and those that it is a multiple of.
    case remainder(CaseSize)
    case whole(CaseSize)

    /// What a mistake that is known may depend on.
    static let ofCauses: [Key] = [
      .inputType, .isReduced, .parameterType, .rank, .isSquare, .isWide, .widthIsChannels,
      .channels, .valuesPerChannel, .samples, .positions, .remainder(.values),
    ]

    /// What code can depend on: not the file of a case, nor the rules that it tests.
    static let ofCode: [Key] =
      ofCauses.dropLast() + [.rows, .columns] + CaseSize.allCases.map { .remainder($0) }
      + CaseSize.allCases.map { .whole($0) }

    /// All of them, those of code first.
    static let all: [Key] = ofCode + [.feature, .rule]

    /// Whether it is a type.
    var isType: Bool { [.inputType, .isReduced, .parameterType].contains(self) }

    /// Whether it asks for multiples of a power of two.
    var isOfSteps: Bool {
      switch self {
      case .remainder, .whole: true
      default: false
      }
    }

    /// Whether it has an order.
    var isNumber: Bool {
      switch self {
      case .channels, .valuesPerChannel, .samples, .positions, .rows, .columns: true
      case .inputType, .isReduced, .parameterType, .rank, .isSquare, .isWide, .widthIsChannels,
        .feature, .rule, .remainder, .whole:
        false
      }
    }
  }

  let values: [Key: Int]
  /// What a case may have several of: the numbers of its rules, and the powers of two that a size is, or is
  /// no, multiple of.
  private let sets: [Key: Set<Int>]
  private let feature: String

  /// Whether a value of the case, or one of several, lies in a range.
  func has(_ key: Key, _ range: ClosedRange<Int>) -> Bool {
    if let set = sets[key] { return set.contains(where: range.contains) }
    return values[key].map(range.contains) ?? false
  }

  /// The values that a case has of a key.
  func all(_ key: Key) -> [Int] { sets[key]?.sorted() ?? values[key].map { [$0] } ?? [] }

  /// Whether the case has such a thing at all: a tensor without planes tells nothing of H ≠ W.
  func has(_ key: Key) -> Bool { values[key] != nil || sets[key] != nil }

  /// Reads them from the shapes and types of what was judged, up to a step if one is given.
  init(_ outcome: CaseOutcome, step: Int? = nil) {
    var values: [Key: Int] = [:]
    var sets: [Key: Set<Int>] = [:]
    let ends: [TensorName] = [.output, .gradInput, .doubleGradOutput, .doubleGradInput]
    let input = outcome.items.last { item in
      item.step <= step ?? item.step && ends.contains { $0.rawValue == item.name }
    }
    if let shape = input?.shape, shape.rank >= 2, let channels = shape.channels {
      values[.rank] = shape.rank
      values[.channels] = channels
      values[.valuesPerChannel] = shape.valuesPerChannel
      values[.samples] = shape.dimensions[0]
      values[.positions] = shape.channelStride
      if shape.rank >= 4 {
        let plane = shape.dimensions.suffix(2)
        let (height, width) = (plane.first ?? 0, plane.last ?? 0)
        (values[.rows], values[.columns]) = (height, width)
        values[.isSquare] = height == width ? 1 : 0
        if height != width { values[.isWide] = height < width ? 1 : 0 }
      }
      for size in CaseSize.allCases {
        guard let count = size.count(in: shape) else { continue }
        let (whole, other) = (
          CaseSize.steps.filter { count % $0 == 0 }, CaseSize.steps.filter { count % $0 != 0 }
        )
        (sets[.whole(size)], sets[.remainder(size)]) = (Set(whole), Set(other))
      }
      if shape.rank > 2 { values[.widthIsChannels] = shape.dimensions.last == channels ? 1 : 0 }
    }
    if let type = input?.elementType {
      values[.inputType] = Self.place(of: type)
      values[.isReduced] = type.isReduced ? 1 : 0
    }
    let parameter = outcome.items.first { ["running_mean", "grad_weight"].contains($0.name) }
    if let type = parameter?.elementType { values[.parameterType] = Self.place(of: type) }
    feature = String(outcome.id.prefix { $0 != "/" })
    values[.feature] = feature.utf8.reduce(5_381) { ($0 &* 33 &+ Int($1)) & 0xffff_ffff }
    self.values = values
    sets[.rule] = Set(outcome.rules.compactMap { Int($0.dropFirst()) })
    self.sets = sets
  }

  /// What cases with values between two bounds have in common, to stand behind "fails".
  func words(_ key: Key, _ low: Int?, _ high: Int?) -> String {
    func range(_ name: String) -> String {
      switch (low, high) {
      case (let low?, let high?): low == high ? "\(name) = \(low)" : "\(name) = \(low)…\(high)"
      case (let low?, nil): "\(name) ≥ \(low)"
      case (nil, let high?): "\(name) ≤ \(high)"
      case (nil, nil): name
      }
    }
    switch key {
    case .inputType: return "for \(Self.type(low)) input"
    case .parameterType: return "for \(Self.type(low)) parameters"
    case .isReduced: return low == 1 ? "for 16-bit input" : "for input of 32 or 64 bits"
    case .isWide: return low == 1 ? "for planes with H < W" : "for planes with H > W"
    case .widthIsChannels:
      return low == 1 ? "where the last dimension is C" : "where the last dimension is not C"
    case .rank: return "for inputs of rank \(low ?? 0)"
    case .isSquare: return low == 1 ? "for planes with H = W" : "for planes with H ≠ W"
    case .feature: return "in \(feature)/"
    case .rule: return "in cases of R\(low ?? 0)"
    case .remainder(let size): return "where \(size.name) is no multiple of \(low ?? 0)"
    case .whole(let size): return "where \(size.name) is a multiple of \(low ?? 0)"
    case .channels: return "where \(range("C"))"
    case .valuesPerChannel: return "where \(range("n")) values a channel"
    case .samples: return "where \(range("N"))"
    case .positions: return "where \(range("S")) positions a sample"
    case .rows: return "where \(range("H"))"
    case .columns: return "where \(range("W"))"
    }
  }

  private static func type(_ place: Int?) -> String {
    place.map { ElementType.allCases[$0].rawValue } ?? "any"
  }

  private static func place(of type: ElementType) -> Int? {
    ElementType.allCases.firstIndex(of: type)
  }
}
