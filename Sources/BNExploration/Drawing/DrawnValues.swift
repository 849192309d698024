// SPDX-License-Identifier: MIT

internal import BNDifferential
internal import BNTensors
internal import BatchNorm

/// Draws the tensors of a case.
///
/// Each channel has a centre and a spread of its own, so that no two of them can be mistaken for each other.
/// Additions and multiplications of binary64 are the only operations: every machine gives the same bits.
struct DrawnValues {
  private let regime: Regime
  private let inputType: ElementType
  private let parameterType: ElementType
  private let channels: [(centre: Double, spread: Double)]
  private let gradientScale: Double
  private let gradientKind: Int

  init(_ outline: CaseOutline, _ numbers: inout DrawnNumbers) {
    regime = outline.regime
    inputType = outline.configuration.inputType
    parameterType = outline.configuration.parameterType
    let isCentred = numbers.oneIn(4)
    channels = (0..<outline.configuration.numFeatures).map { _ in
      let centre = isCentred ? 0 : Double(numbers.below(65) - 32) * 0x1p-3
      let exponent = numbers.oneIn(12) ? -8 : numbers.below(5) - 2
      let spread = Double(sign: .plus, exponent: exponent, significand: numbers.oneIn(2) ? 1 : 1.5)
      return (centre, spread)
    }
    let scales: [Double] =
      inputType == .float16 ? [0x1p-6, 0x1p5] : [0x1p-20, 0x1p-40, 0x1p16, 0x1p-100, 0x1p40]
    gradientScale = numbers.oneIn(4) ? numbers.one(of: scales) : 1
    gradientKind = numbers.below(5)
  }

  /// An input.
  func input(_ shape: Shape, _ numbers: inout DrawnNumbers) -> Tensor {
    var seen = [Int](repeating: 0, count: channels.count)
    return tensor(shape, inputType) { offset in
      let channel = shape.channel(ofOffset: offset)
      seen[channel] += 1
      let value = regime.value(&numbers, index: seen[channel] - 1, inputType)
      guard regime.isOrdinary else { return value }
      return channels[channel].centre + channels[channel].spread * value
    }
  }

  /// A gradient of an input's shape.
  func gradient(_ shape: Shape, _ numbers: inout DrawnNumbers) -> Tensor {
    tensor(shape, inputType) { _ in
      let value =
        switch gradientKind {
        case 0: 0.4 + numbers.normal()
        case 1: Double(numbers.below(17) - 6) * 0.25
        case 2: numbers.oneIn(4) ? numbers.normal() : 0
        case 3: numbers.normal() * numbers.normal() * numbers.normal()
        default: 1 + 0x1p-3 * numbers.normal()
        }
      return gradientScale * value
    }
  }

  /// Whether a drawn vector is of small whole numbers.
  private func vector(_ value: (Int) -> Double) -> Tensor {
    tensor(.vector(channels.count), parameterType, value)
  }

  /// γ: some negative, some few-bit, some 0.
  func weight(_ numbers: inout DrawnNumbers) -> Tensor {
    vector { _ in
      switch numbers.below(16) {
      case 0: 0
      case 1...6: Double(numbers.below(33) - 16) * 0.125
      case 7: 0x1p-10 * numbers.normal()
      default: (numbers.oneIn(3) ? -1 : 1) * (0.5 + 1.5 * numbers.unit())
      }
    }
  }

  /// β, and gradients of parameters.
  func bias(_ numbers: inout DrawnNumbers) -> Tensor {
    vector { _ in
      switch numbers.below(12) {
      case 0: 0
      case 1...4: Double(numbers.below(33) - 16) * 0.125
      case 5: 40 * numbers.normal()
      default: numbers.normal()
      }
    }
  }

  /// running_mean: near the data.
  func runningMean(_ numbers: inout DrawnNumbers) -> Tensor {
    vector { channels[$0].centre + channels[$0].spread * numbers.normal() }
  }

  /// running_var: near that of the data, or far from it.
  func runningVariance(_ numbers: inout DrawnNumbers) -> Tensor {
    vector { channel in
      let spread = channels[channel].spread
      return switch numbers.below(16) {
      case 0: 0
      case 1: 0x1p-20 * (1 + numbers.unit())
      case 2: 0x1p10 * (1 + numbers.unit())
      default: spread * spread * (0.25 + 2 * numbers.unit())
      }
    }
  }

  /// num_batches_tracked.
  func counter(_ numbers: inout DrawnNumbers) -> Int64 {
    numbers.oneIn(24)
      ? numbers.one(of: [255, 1_000, 2_049, 65_537, 1 << 31]) : Int64(numbers.below(12))
  }

  private func tensor(_ shape: Shape, _ type: ElementType, _ value: (Int) -> Double) -> Tensor {
    let largest = (type.format?.largestFinite ?? .infinity) * 0x1p-4
    let values = (0..<shape.count).map { min(max(value($0), -largest), largest) }
    let storage = TensorStorage(type, rounding: values)
    // The values were drawn for the shape, so that the vector is never what is left.
    return (try? Tensor(shape: shape, storage: storage)) ?? Tensor(vector: storage)
  }
}

extension Regime {
  /// Whether the data may be moved and stretched without becoming something else.
  var isOrdinary: Bool {
    switch self {
    case .tiny, .wide, .widest, .anyPattern, .subnormal, .nearMaximum, .ties: false
    default: true
    }
  }
}
