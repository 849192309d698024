// SPDX-License-Identifier: MIT

import Tensors

/// The per-channel tensors of a float64 call.
struct DoubleVectors {
  private let weight: [Double]?
  private let bias: [Double]?
  private let mean: [Double]?
  private let variance: [Double]?

  init(_ weight: Tensor?, _ bias: Tensor?, _ mean: Tensor? = nil, _ variance: Tensor? = nil) {
    self.weight = weight?.doubles
    self.bias = bias?.doubles
    self.mean = mean?.doubles
    self.variance = variance?.doubles
  }

  /// Where the vectors lie during a call; nil for what is absent.
  struct Pointers {
    let weight: UnsafePointer<Double>?
    let bias: UnsafePointer<Double>?
    let mean: UnsafePointer<Double>?
    let variance: UnsafePointer<Double>?
  }

  func withPointers(_ body: (Pointers) -> Void) {
    Self.with(weight) { weight in
      Self.with(bias) { bias in
        Self.with(mean) { mean in
          Self.with(variance) { variance in
            body(Pointers(weight: weight, bias: bias, mean: mean, variance: variance))
          }
        }
      }
    }
  }

  private static func with(_ values: [Double]?, _ body: (UnsafePointer<Double>?) -> Void) {
    guard let values else { return body(nil) }
    values.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}

extension Tensor {
  /// The elements in float64; exact for every floating-point type.
  fileprivate var doubles: [Double] {
    if case .float64(let values) = storage { return values }
    return (0..<count).map { double(at: $0) }
  }
}
