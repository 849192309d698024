// SPDX-License-Identifier: MIT

/// Writes numbers and texts one after the other; ``FieldReader`` takes them in the same order.
struct FieldWriter {
  /// What has been written.
  private(set) var bytes: [UInt8] = []

  /// A number of one byte.
  mutating func write(_ byte: UInt8) { bytes.append(byte) }

  /// A number of eight bytes, little-endian.
  mutating func write(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  /// A count.
  mutating func write(count: Int) { write(UInt64(count)) }

  /// A text as its length and its bytes.
  mutating func write(_ text: String) {
    write(count: text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// A text that may be missing.
  mutating func write(_ text: String?) {
    write(UInt8(text == nil ? 0 : 1))
    if let text { write(text) }
  }

  /// The elements of an array as they stand in memory, which is read by the same machine.
  mutating func write<Element: BitwiseCopyable>(elements: [Element]) {
    elements.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

/// Takes numbers and texts in the order in which a ``FieldWriter`` wrote them.
///
/// Whatever the bytes are, nothing outside them is read and nothing larger than them is allocated.
struct FieldReader {
  private let bytes: [UInt8]
  private var place = 0

  /// Begins with the first field.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether every byte has been taken.
  var isAtEnd: Bool { place == bytes.count }

  /// Takes a number of one byte.
  mutating func byte() throws(FieldError) -> UInt8 { try take(1).reduce(0) { $0 | $1 } }

  /// Takes a number of eight bytes.
  mutating func number() throws(FieldError) -> UInt64 {
    try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Takes a count of things that take at least so many bytes each.
  mutating func count(ofSize size: Int = 1) throws(FieldError) -> Int {
    guard let count = Int(exactly: try number()), count <= (bytes.count - place) / size else {
      throw FieldError()
    }
    return count
  }

  /// Takes a text.
  mutating func text() throws(FieldError) -> String {
    let bytes = try take(try count())
    guard let text = String(validating: bytes, as: UTF8.self) else { throw FieldError() }
    return text
  }

  /// Takes a text that may be missing.
  mutating func optionalText() throws(FieldError) -> String? {
    switch try byte() {
    case 0: nil
    case 1: try text()
    default: throw FieldError()
    }
  }

  /// Takes the elements of an array.
  mutating func elements<Element: BitwiseCopyable>(
    _ count: Int,
    of type: Element.Type = Element.self
  ) throws(FieldError) -> [Element] {
    let size = MemoryLayout<Element>.stride
    guard count >= 0, count <= (bytes.count - place) / size else { throw FieldError() }
    let source = try take(count * size)
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      source.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      initialized = count
    }
  }

  private mutating func take(_ count: Int) throws(FieldError) -> [UInt8].SubSequence {
    guard count >= 0, count <= bytes.count - place else { throw FieldError() }
    defer { place += count }
    return bytes[place..<place + count]
  }
}

/// Bytes that no ``FieldWriter`` has written.
struct FieldError: Error, Equatable {}
