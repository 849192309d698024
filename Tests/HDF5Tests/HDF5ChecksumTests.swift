// SPDX-License-Identifier: MIT

import Testing

@testable import HDF5

@Suite("HDF5 checksum")
struct HDF5ChecksumTests {
  /// The values that lookup3.c prints when it tests itself.
  @Test(
    "is that of lookup3.c",
    arguments: [("", 0xDEAD_BEEF), ("Four score and seven years ago", 0x1777_0551)]
      as [(
        String, UInt32
      )]
  )
  func known(text: String, expected: UInt32) {
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBytes { HDF5Checksum.lookup3($0) } == expected)
  }

  @Test("takes every length, and every bit counts", arguments: 1...40)
  func lengths(count: Int) {
    let bytes = (0..<count).map { UInt8(37 &* $0 & 0xFF) }
    let sum = bytes.withUnsafeBytes { HDF5Checksum.lookup3($0) }
    for bit in 0..<8 * count {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(changed.withUnsafeBytes { HDF5Checksum.lookup3($0) } != sum)
    }
  }
}
