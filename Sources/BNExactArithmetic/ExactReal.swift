// SPDX-License-Identifier: MIT

package import BNTensors

/// An exact finite number, an infinity or NaN, with the operations of IEEE 754 but no rounding.
///
/// What the specification says about NaN and infinities (R28, R29) follows from evaluating its
/// formulas in this arithmetic. Zero has no sign.
package enum ExactReal: Sendable {
  case finite(Dyadic)
  case infinite(FloatingPointSign)
  case notANumber

  /// Creates the exact value of a binary64 number.
  package init(_ value: Double) {
    if let dyadic = Dyadic(exactly: value) {
      self = .finite(dyadic)
    } else {
      self = value.isNaN ? .notANumber : .infinite(value.sign)
    }
  }

  /// Creates an integer.
  package init(_ integer: Int) { self = .finite(Dyadic(integer)) }

  /// Zero.
  package static let zero = ExactReal.finite(.zero)
  /// One.
  package static let one = ExactReal.finite(.one)

  /// The finite number, or nil.
  package var dyadic: Dyadic? {
    if case .finite(let value) = self { value } else { nil }
  }

  /// The sign: −1, 0, 1, or nil for NaN.
  package var signum: Int? {
    switch self {
    case .finite(let value): value.signum
    case .infinite(let sign): sign == .minus ? -1 : 1
    case .notANumber: nil
    }
  }

  /// The infinity with the sign of an integer; NaN for 0.
  private static func infinity(signum: Int) -> ExactReal {
    signum == 0 ? .notANumber : .infinite(signum < 0 ? .minus : .plus)
  }

  /// The sum; opposite infinities give NaN.
  package static func + (left: ExactReal, right: ExactReal) -> ExactReal {
    switch (left, right) {
    case (.finite(let a), .finite(let b)): .finite(a + b)
    case (.notANumber, _), (_, .notANumber): .notANumber
    case (.infinite(let a), .infinite(let b)): a == b ? left : .notANumber
    case (.infinite, .finite): left
    case (.finite, .infinite): right
    }
  }

  /// The difference; equal infinities give NaN.
  package static func - (left: ExactReal, right: ExactReal) -> ExactReal { left + -right }

  /// The number with the other sign.
  package static prefix func - (value: ExactReal) -> ExactReal {
    switch value {
    case .finite(let number): .finite(-number)
    case .infinite(let sign): .infinite(sign == .minus ? .plus : .minus)
    case .notANumber: .notANumber
    }
  }

  /// The product; zero times infinity gives NaN.
  package static func * (left: ExactReal, right: ExactReal) -> ExactReal {
    if case .finite(let a) = left, case .finite(let b) = right { return .finite(a * b) }
    guard let a = left.signum, let b = right.signum else { return .notANumber }
    return infinity(signum: a * b)
  }
}

extension Sequence<ExactReal> {
  /// The exact sum of all numbers.
  package func sum() -> ExactReal { reduce(.zero, +) }
}

extension Tensor {
  /// The exact value of the element at a row-major offset.
  package func exact(at offset: Int) -> ExactReal { ExactReal(double(at: offset)) }
}
