// SPDX-License-Identifier: MIT

/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011): integers only, so
/// that every machine draws the same numbers, and any of them without those before it.
package struct Philox4x32: Sendable {
  private let key: (UInt32, UInt32)

  /// Creates the generator of a 64-bit key.
  package init(key: UInt64) {
    self.key = (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
  }

  /// The four words at a counter.
  @inline(__always)
  func words(at counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    var (x0, x1, x2, x3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = key
    for _ in 0..<10 {
      let first = 0xd251_1f53 &* UInt64(x0)
      let second = 0xcd9e_8d57 &* UInt64(x2)
      let (high0, low0) = (UInt32(first >> 32), UInt32(truncatingIfNeeded: first))
      let (high1, low1) = (UInt32(second >> 32), UInt32(truncatingIfNeeded: second))
      (x0, x1, x2, x3) = (high1 ^ x1 ^ k0, low1, high0 ^ x3 ^ k1, low0)
      k0 &+= 0x9e37_79b9
      k1 &+= 0xbb67_ae85
    }
    return SIMD4(x0, x1, x2, x3)
  }

  /// The four words at a block number.
  @inline(__always)
  package func words(at block: UInt64) -> SIMD4<UInt32> {
    words(
      at: SIMD4(UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), 0, 0)
    )
  }
}
