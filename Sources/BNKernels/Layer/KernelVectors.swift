// SPDX-License-Identifier: MIT

internal import BNTensors

/// The per-channel tensors of a call in the type that its kernels take.
struct KernelVectors<Element> {
  private let weight: [Element]?
  private let bias: [Element]?
  private let mean: [Element]?
  private let variance: [Element]?

  private init(_ tensors: [Tensor?], _ elements: (Tensor) -> [Element]) {
    weight = tensors[0].map(elements)
    bias = tensors[1].map(elements)
    mean = tensors[2].map(elements)
    variance = tensors[3].map(elements)
  }

  /// Where the vectors lie during a call; nil for what is absent.
  struct Pointers {
    let weight: UnsafePointer<Element>?
    let bias: UnsafePointer<Element>?
    let mean: UnsafePointer<Element>?
    let variance: UnsafePointer<Element>?
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

  private static func with(_ values: [Element]?, _ body: (UnsafePointer<Element>?) -> Void) {
    guard let values else { return body(nil) }
    values.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}

extension KernelVectors<Float> {
  /// The tensors in float32, which holds the 16-bit types exactly.
  init(_ weight: Tensor?, _ bias: Tensor?, _ mean: Tensor? = nil, _ variance: Tensor? = nil) {
    self.init([weight, bias, mean, variance], \.floats)
  }
}

extension KernelVectors<Double> {
  /// The tensors in float64, which holds every type exactly.
  init(_ weight: Tensor?, _ bias: Tensor?, _ mean: Tensor? = nil, _ variance: Tensor? = nil) {
    self.init([weight, bias, mean, variance], \.doubles)
  }
}

extension Tensor {
  /// The elements in float32; exact for the 16-bit types.
  var floats: [Float] {
    if case .float32(let values) = storage { return values }
    return (0..<count).map { Float(double(at: $0)) }
  }

  /// The elements in float64; exact for every floating-point type.
  fileprivate var doubles: [Double] {
    if case .float64(let values) = storage { return values }
    return (0..<count).map { double(at: $0) }
  }
}
