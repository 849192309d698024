// SPDX-License-Identifier: MIT

package import BNKernels
internal import BNTensors

/// One number for the bits of a fixed set of computations.
///
/// It is the same for every kernel, number of threads, build mode and machine (FNV-1a, 64 bits, over the
/// names and the bit patterns of all results, in order).
package struct KernelDigest: Sendable {
  /// The digest.
  package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Computes the set with the given settings.
  package init(_ settings: KernelSettings) {
    let shapes = [[3, 8, 5], [7, 9], [2, 3, 40], [33, 8]]
    for regime in Regime.allCases {
      for (index, type) in [ElementType.float32, .bfloat16, .float16, .float32].enumerated() {
        guard let shape = try? Shape(shapes[index]) else { continue }
        add(
          DifferentialCase(regime: regime, shape: shape, type: type, seed: UInt64(index)),
          settings
        )
      }
    }
    // Parameters of the input's own type.
    for regime in Regime.allCases {
      for (index, type) in [ElementType.float64, .bfloat16, .float16, .float64].enumerated() {
        guard let shape = try? Shape(shapes[index]) else { continue }
        add(
          DifferentialCase(
            regime: regime,
            shape: shape,
            type: type,
            parameterType: type,
            seed: UInt64(10 + index)
          ),
          settings
        )
      }
    }
  }

  private mutating func add(_ drawn: DifferentialCase, _ settings: KernelSettings) {
    for (name, tensor) in drawn.results(settings) {
      add(name.utf8)
      for offset in 0..<tensor.count { add(tensor.bits(at: offset)) }
    }
  }

  /// The digest in sixteen hexadecimal digits.
  package var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  private mutating func add(_ bits: UInt64) {
    add((0..<8).lazy.map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) })
  }
}
