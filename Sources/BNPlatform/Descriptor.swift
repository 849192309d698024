// SPDX-License-Identifier: MIT

/// Plain reads and writes of file descriptors, which a signal may interrupt.
package enum Descriptor {
  /// Writes all bytes; false if the system refuses, with the reason in `errno`.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = BNPlatform.write(
          descriptor,
          UnsafeRawBufferPointer(rebasing: rest).baseAddress,
          rest.count
        )
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  /// Reads so many bytes, or fewer if the input ends before or the system refuses.
  package static func read(_ count: Int, from descriptor: Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = fill(UnsafeMutableRawBufferPointer(buffer), from: descriptor)
    }
  }

  /// Fills a buffer, and returns how many bytes there were.
  package static func fill(
    _ buffer: UnsafeMutableRawBufferPointer,
    from descriptor: Int32
  ) -> Int {
    var filled = 0
    while filled < buffer.count, let start = buffer.baseAddress {
      let count = BNPlatform.read(descriptor, start + filled, buffer.count - filled)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      filled += count
    }
    return filled
  }
}
