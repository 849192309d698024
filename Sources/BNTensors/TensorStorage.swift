// SPDX-License-Identifier: MIT

/// The elements of a tensor, typed.
public enum TensorStorage: Equatable, Sendable {
  case float16([Half])
  case bfloat16([BFloat16])
  case float32([Float])
  case float64([Double])
  case int64([Int64])

  /// Creates elements from bit patterns, of which the low bits are taken.
  public init(_ type: ElementType, bits: [UInt64]) {
    switch type {
    case .float16: self = .float16(bits.map { Half(bitPattern: UInt16(truncatingIfNeeded: $0)) })
    case .bfloat16:
      self = .bfloat16(bits.map { BFloat16(bitPattern: UInt16(truncatingIfNeeded: $0)) })
    case .float32: self = .float32(bits.map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) })
    case .float64: self = .float64(bits.map { Double(bitPattern: $0) })
    case .int64: self = .int64(bits.map { Int64(bitPattern: $0) })
    }
  }

  /// Creates elements by rounding binary64 values, ties to even; integers are truncated and saturated.
  public init(_ type: ElementType, rounding values: [Double]) {
    switch type {
    case .float16: self = .float16(values.map { Half($0) })
    case .bfloat16: self = .bfloat16(values.map { BFloat16($0) })
    case .float32: self = .float32(values.map { Float($0) })
    case .float64: self = .float64(values)
    case .int64:
      self = .int64(
        values.map { Int64(exactly: $0.rounded(.towardZero)) ?? ($0 < 0 ? .min : .max) }
      )
    }
  }

  /// The type of the elements.
  public var elementType: ElementType {
    switch self {
    case .float16: .float16
    case .bfloat16: .bfloat16
    case .float32: .float32
    case .float64: .float64
    case .int64: .int64
    }
  }

  /// The number of elements.
  public var count: Int {
    switch self {
    case .float16(let values): values.count
    case .bfloat16(let values): values.count
    case .float32(let values): values.count
    case .float64(let values): values.count
    case .int64(let values): values.count
    }
  }

  /// The bit pattern of one element, zero-extended.
  public func bits(at offset: Int) -> UInt64 {
    switch self {
    case .float16(let values): UInt64(values[offset].bitPattern)
    case .bfloat16(let values): UInt64(values[offset].bitPattern)
    case .float32(let values): UInt64(values[offset].bitPattern)
    case .float64(let values): values[offset].bitPattern
    case .int64(let values): UInt64(bitPattern: values[offset])
    }
  }

  /// The value of one element, exact for the floating-point types.
  public func double(at offset: Int) -> Double {
    switch self {
    case .float16(let values): Double(values[offset])
    case .bfloat16(let values): Double(values[offset])
    case .float32(let values): Double(values[offset])
    case .float64(let values): values[offset]
    case .int64(let values): Double(values[offset])
    }
  }

  /// Whether two storages hold the same bits; unlike `==` it tells zeros apart and equals NaN.
  public func hasSameBits(as other: TensorStorage) -> Bool {
    switch (self, other) {
    case (.float16(let left), .float16(let right)): Self.haveSameBytes(left, right)
    case (.bfloat16(let left), .bfloat16(let right)): Self.haveSameBytes(left, right)
    case (.float32(let left), .float32(let right)): Self.haveSameBytes(left, right)
    case (.float64(let left), .float64(let right)): Self.haveSameBytes(left, right)
    case (.int64(let left), .int64(let right)): Self.haveSameBytes(left, right)
    default: false
    }
  }

  /// Compares memory; elements have no padding.
  private static func haveSameBytes<Element>(_ left: [Element], _ right: [Element]) -> Bool {
    left.withUnsafeBytes { left in
      right.withUnsafeBytes { right in left.elementsEqual(right) }
    }
  }
}
