// SPDX-License-Identifier: MIT

import Tensors

/// The per-channel tensors of a call in float32, which holds the 16-bit types exactly.
struct KernelVectors {
  private let weight: [Float]?
  private let bias: [Float]?
  private let mean: [Float]?
  private let variance: [Float]?

  init(_ weight: Tensor?, _ bias: Tensor?, _ mean: Tensor? = nil, _ variance: Tensor? = nil) {
    self.weight = weight?.floats
    self.bias = bias?.floats
    self.mean = mean?.floats
    self.variance = variance?.floats
  }

  /// Where the vectors lie during a call; nil for what is absent.
  struct Pointers {
    let weight: UnsafePointer<Float>?
    let bias: UnsafePointer<Float>?
    let mean: UnsafePointer<Float>?
    let variance: UnsafePointer<Float>?
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

  private static func with(_ values: [Float]?, _ body: (UnsafePointer<Float>?) -> Void) {
    guard let values else { return body(nil) }
    values.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}

extension Tensor {
  /// The elements in float32; exact for the 16-bit types.
  var floats: [Float] {
    if case .float32(let values) = storage { return values }
    return (0..<count).map { Float(double(at: $0)) }
  }
}
