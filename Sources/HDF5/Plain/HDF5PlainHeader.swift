// SPDX-License-Identifier: MIT

/// The head of an object in version 2 of its format, taken apart into messages.
///
/// Every block of it must carry its right checksum. Times, orders of creation, shared messages and what
/// has a flag that is not known are declined.
struct HDF5PlainHeader {
  /// One message of the head.
  struct Message {
    /// The number of its kind.
    let kind: UInt8
    /// Where its body stands in the file.
    let body: Range<Int>
  }

  /// The kinds of messages that are read.
  enum Kind {
    static let empty: UInt8 = 0x00
    static let dataspace: UInt8 = 0x01
    static let links: UInt8 = 0x02
    static let datatype: UInt8 = 0x03
    static let fillValue: UInt8 = 0x05
    static let link: UInt8 = 0x06
    static let layout: UInt8 = 0x08
    static let group: UInt8 = 0x0A
    static let attribute: UInt8 = 0x0C
    static let continuation: UInt8 = 0x10
    static let attributes: UInt8 = 0x15
  }

  /// The messages, but for empty ones and those that lead to the next block.
  private(set) var messages: [Message] = []

  /// The most messages of one head: more than the members and attributes of a case.
  private static let maximumCount = 8192

  /// Bits of the head's flags: the width of the first block's size, and stored limits of groups.
  private static let knownFlags: UInt8 = 0x13
  private static let hasLimits: UInt8 = 0x10
  /// Bits of a message's flags that do not matter to a reader: it is constant, it is never shared.
  private static let harmlessFlags: UInt64 = 0x05

  /// Reads the head at an address; nil if it is not as described.
  init?(_ file: HDF5PlainFile, at address: UInt64) {
    let bytes = file.bytes
    guard let start = Int(exactly: address), start <= bytes.count - 16 else { return nil }
    let flags = bytes.all[start + 5]
    guard flags & ~Self.knownFlags == 0 else { return nil }
    let sizePosition = start + 6 + (flags & Self.hasLimits == 0 ? 0 : 4)
    let sizeWidth = 1 << Int(flags & 3)
    guard let size = bytes.number(at: sizePosition, byteCount: sizeWidth), size <= bytes.count
    else { return nil }
    let first = sizePosition + sizeWidth
    // OHDR, version 2.
    guard file.take(start..<first + size + 4, beginning: [0x4F, 0x48, 0x44, 0x52, 2]) else {
      return nil
    }
    var blocks = [first..<first + size]
    while let block = blocks.popLast() {
      guard let next = read(block, of: bytes) else { return nil }
      for block in next {
        // OCHK.
        guard block.count >= 8, file.take(block, beginning: [0x4F, 0x43, 0x48, 0x4B]) else {
          return nil
        }
        blocks.append(block.dropFirst(4).dropLast(4))
      }
    }
  }

  /// Reads the messages of one block and gives the blocks that they lead to.
  private mutating func read(_ block: Range<Int>, of bytes: HDF5PlainBytes) -> [Range<Int>]? {
    var next: [Range<Int>] = []
    var position = block.lowerBound
    // What is too short for a message's head is a gap.
    while block.upperBound - position >= 4 {
      let kind = bytes.all[position]
      guard let size = bytes.number(at: position + 1, byteCount: 2),
        let flags = bytes.integer(at: position + 3, byteCount: 1),
        flags & ~Self.harmlessFlags == 0, size <= block.upperBound - position - 4
      else { return nil }
      let body = position + 4..<position + 4 + size
      switch kind {
      case Kind.empty: break
      case Kind.continuation:
        guard size == 16, let start = bytes.number(at: body.lowerBound), start <= bytes.count,
          let count = bytes.number(at: body.lowerBound + 8), count <= bytes.count - start
        else { return nil }
        next.append(start..<start + count)
      default:
        guard messages.count < Self.maximumCount else { return nil }
        messages.append(Message(kind: kind, body: body))
      }
      position = body.upperBound
    }
    return next
  }
}
