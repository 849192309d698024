// SPDX-License-Identifier: MIT

/// Writes JSON into the bytes of one line, as the JSON encoder with sorted keys does but much faster.
///
/// Members are to be written in the order of their names. What JSON does not have, a number that is not
/// finite, is refused.
struct LineWriter {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int = 4096) { bytes.reserveCapacity(capacity) }

  /// Writes an object, whose members the closure writes.
  mutating func object<Failure: Error>(
    _ members: (inout LineWriter) throws(Failure) -> Void
  ) throws(Failure) {
    bytes.append(UInt8(ascii: "{"))
    try members(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  /// Writes an array, whose elements the closure writes.
  mutating func array<Element, Failure: Error>(
    _ elements: [Element],
    _ element: (inout LineWriter, Element) throws(Failure) -> Void
  ) throws(Failure) {
    bytes.append(UInt8(ascii: "["))
    for value in elements {
      separate()
      try element(&self, value)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Writes the name of a member.
  mutating func name(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    append(name)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes a comma, unless an object or array has just begun.
  private mutating func separate() {
    guard let last = bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") else {
      return
    }
    bytes.append(UInt8(ascii: ","))
  }

  /// Writes a word that is no text: a truth value or `null`.
  mutating func word(_ word: StaticString) { append(word) }

  private mutating func append(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    )
  }
}

extension LineWriter {
  /// Writes a text.
  mutating func text(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { characters in
      if characters.contains(where: Self.isEscaped) {
        for character in characters { appendEscaped(character) }
      } else {
        bytes.append(contentsOf: characters)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isEscaped(_ character: UInt8) -> Bool {
    character < 0x20 || character == UInt8(ascii: "\"") || character == UInt8(ascii: "\\")
  }

  private mutating func appendEscaped(_ character: UInt8) {
    guard Self.isEscaped(character) else {
      bytes.append(character)
      return
    }
    bytes.append(UInt8(ascii: "\\"))
    switch character {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(character)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
    case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
    case 0x0c: bytes.append(UInt8(ascii: "f"))
    case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
    default:
      append("u00")
      bytes.append(Self.hexadecimalDigit(character >> 4))
      bytes.append(Self.hexadecimalDigit(character & 15))
    }
  }

  /// Writes the digits of a bit pattern as a text.
  mutating func bits(_ bits: UInt64, digits: Int) {
    bytes.append(UInt8(ascii: "\""))
    for digit in (0..<digits).reversed() {
      bytes.append(Self.hexadecimalDigit(UInt8(truncatingIfNeeded: bits >> UInt64(4 * digit)) & 15))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// Writes a whole number.
  mutating func integer(_ value: some FixedWidthInteger) {
    if value >= 0, value < 10 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value))
    } else {
      bytes.append(contentsOf: value.description.utf8)
    }
  }

  /// Writes a number by the fewest digits that tell it.
  mutating func number(_ value: Double) throws(NoLine) {
    guard value.isFinite else { throw NoLine() }
    if let whole = Int(exactly: value), 0..<10 ~= whole, value.sign == .plus {
      integer(whole)
      return
    }
    bytes.append(contentsOf: value.description.utf8)
    // A whole number is written without a fraction.
    let point = bytes.count - 2
    if bytes[point] == UInt8(ascii: "."), bytes[point + 1] == UInt8(ascii: "0") {
      bytes.removeLast(2)
    }
  }
}
