// SPDX-License-Identifier: MIT

internal import BNGoldenCases

/// The digest of a float32 tensor that comes sample by sample: SHA-256 over the XXH64 of the bytes of
/// each sample, both little-endian.
package struct TensorDigest {
  private var hash = SHA256()

  /// Creates the digest of no samples.
  package init() {}

  /// The hash of one sample, to be added in the order of the samples.
  package static func sample(_ x: UnsafePointer<Float>, count: Int) -> UInt64 {
    XXHash64.hash(UnsafeRawBufferPointer(UnsafeBufferPointer(start: x, count: count)))
  }

  /// Adds the hashes of further samples.
  package mutating func add(_ samples: [UInt64]) {
    for value in samples {
      hash.update((0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) })
    }
  }

  /// The digest in hexadecimal.
  package consuming func hexadecimal() -> String {
    hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
