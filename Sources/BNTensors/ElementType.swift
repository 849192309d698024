// SPDX-License-Identifier: MIT

/// The type of a tensor's elements.
///
/// The four floating-point types are those of R17; int64 holds `num_batches_tracked` (R3) and serves
/// inputs that a BatchNorm must refuse (R17).
public enum ElementType: String, CaseIterable, Codable, Sendable {
  case float16, bfloat16, float32, float64, int64

  /// The size of one element in bytes.
  public var byteCount: Int {
    switch self {
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64, .int64: 8
    }
  }

  /// The short name used in case ids and reports.
  public var abbreviation: String {
    switch self {
    case .float16: "f16"
    case .bfloat16: "bf16"
    case .float32: "f32"
    case .float64: "f64"
    case .int64: "i64"
    }
  }

  /// The floating-point format, or nil for integers.
  public var format: FloatFormat? {
    switch self {
    case .float16: .binary16
    case .bfloat16: .bfloat16
    case .float32: .binary32
    case .float64: .binary64
    case .int64: nil
    }
  }

  /// Whether it is one of the two 16-bit floating-point types, the reduced types of R18.
  public var isReduced: Bool { self == .float16 || self == .bfloat16 }
}
