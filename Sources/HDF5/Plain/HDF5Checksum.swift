// SPDX-License-Identifier: MIT

/// The checksum of the heads of objects: Bob Jenkins' lookup3, with an initial value of 0.
enum HDF5Checksum {
  /// The checksum of bytes.
  static func lookup3(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    let start = 0xDEAD_BEEF &+ UInt32(truncatingIfNeeded: bytes.count)
    var (a, b, c) = (start, start, start)
    var position = 0
    // The last block, full or not, is mixed in another way.
    while bytes.count - position > 12 {
      a &+= unsafe word(bytes, position)
      b &+= unsafe word(bytes, position + 4)
      c &+= unsafe word(bytes, position + 8)
      mix(&a, &b, &c)
      position += 12
    }
    guard position < bytes.count else { return c }
    a &+= unsafe partialWord(bytes, position)
    b &+= unsafe partialWord(bytes, position + 4)
    c &+= unsafe partialWord(bytes, position + 8)
    finish(&a, &b, &c)
    return c
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt32 {
    unsafe UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
  }

  /// A word of which the bytes behind the end count as 0.
  private static func partialWord(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt32 {
    var word: UInt32 = 0
    for index in 0..<4 where position + index < bytes.count {
      word |= unsafe UInt32(bytes[position + index]) << UInt32(8 * index)
    }
    return word
  }

  private static func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    (a, c) = step(a, c, b, 4)
    (b, a) = step(b, a, c, 6)
    (c, b) = step(c, b, a, 8)
    (a, c) = step(a, c, b, 16)
    (b, a) = step(b, a, c, 19)
    (c, b) = step(c, b, a, 4)
  }

  /// Subtracts the second word from the first, mixes its turned bits in, and adds the third to it.
  private static func step(
    _ first: UInt32,
    _ second: UInt32,
    _ third: UInt32,
    _ bits: UInt32
  ) -> (UInt32, UInt32) {
    ((first &- second) ^ turned(second, bits), second &+ third)
  }

  private static func finish(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    c = (c ^ b) &- turned(b, 14)
    a = (a ^ c) &- turned(c, 11)
    b = (b ^ a) &- turned(a, 25)
    c = (c ^ b) &- turned(b, 16)
    a = (a ^ c) &- turned(c, 4)
    b = (b ^ a) &- turned(a, 14)
    c = (c ^ b) &- turned(b, 24)
  }

  private static func turned(_ word: UInt32, _ bits: UInt32) -> UInt32 {
    word << bits | word >> (32 - bits)
  }
}
