// SPDX-License-Identifier: MIT

internal import Foundation

/// A line is left to the JSON decoder: it is none, or written in a way that runs do not write.
struct NotScanned: Error {}

/// Reads JSON from the bytes of one line, as far as it is written the way runs write it.
///
/// It has no dialect of its own: whatever is unusual (an escaped character, a number in another form, a
/// member twice or unknown) is refused here, and is then read, or refused, by the JSON decoder.
struct LineScanner {
  /// The next byte, and the end of them.
  var place: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>

  /// Scans bytes that outlive the scanner; nil if there are none.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return nil }
    place = start
    end = start + bytes.count
  }

  /// Whether everything has been read.
  var isAtEnd: Bool { place == end }

  /// The next byte that is no space, unread.
  mutating func peek() throws(NotScanned) -> UInt8 {
    while place < end {
      guard place.pointee == 0x20 else { return place.pointee }
      place += 1
    }
    throw NotScanned()
  }

  /// Reads a byte if it comes next.
  private mutating func take(_ byte: UInt8) throws(NotScanned) -> Bool {
    guard try peek() == byte else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(NotScanned) {
    guard try take(byte) else { throw NotScanned() }
  }

  /// Reads an object, whose members' values the closure reads; it gets the member's place among the names.
  mutating func object(
    _ names: MemberNames,
    _ value: (inout LineScanner, Int) throws(NotScanned) -> Void
  ) throws(NotScanned) {
    try expect(UInt8(ascii: "{"))
    if try take(UInt8(ascii: "}")) { return }
    var seen: UInt64 = 0
    var next = 0
    repeat {
      let member = try names.place(of: try plainText(), expecting: next)
      guard seen & (1 << UInt64(member)) == 0 else { throw NotScanned() }
      seen |= 1 << UInt64(member)
      next = member + 1
      try expect(UInt8(ascii: ":"))
      try value(&self, member)
    } while try take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
  }

  /// Reads an array.
  mutating func array<Element>(
    _ element: (inout LineScanner) throws(NotScanned) -> Element
  ) throws(NotScanned) -> [Element] {
    try expect(UInt8(ascii: "["))
    if try take(UInt8(ascii: "]")) { return [] }
    var elements: [Element] = []
    repeat { elements.append(try element(&self)) } while try take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return elements
  }

  /// Reads `null`, if it comes next.
  mutating func null() throws(NotScanned) -> Bool { try word("null") }

  /// Reads a truth value.
  mutating func boolean() throws(NotScanned) -> Bool {
    if try word("true") { return true }
    guard try word("false") else { throw NotScanned() }
    return false
  }

  private mutating func word(_ text: StaticString) throws(NotScanned) -> Bool {
    let count = text.utf8CodeUnitCount
    guard try peek() == text.utf8Start.pointee else { return false }
    guard end - place >= count, memcmp(place, text.utf8Start, count) == 0 else {
      throw NotScanned()
    }
    place += count
    return true
  }

  /// The bytes of a text in which nothing is escaped.
  mutating func plainText() throws(NotScanned) -> UnsafeBufferPointer<UInt8> {
    try expect(UInt8(ascii: "\""))
    let start = place
    while place < end {
      let byte = place.pointee
      if byte == UInt8(ascii: "\"") {
        place += 1
        return UnsafeBufferPointer(start: start, count: place - 1 - start)
      }
      guard byte >= 0x20, byte != UInt8(ascii: "\\") else { throw NotScanned() }
      place += 1
    }
    throw NotScanned()
  }

  /// Reads a text.
  mutating func text() throws(NotScanned) -> String {
    guard let text = String(validating: try plainText(), as: UTF8.self) else { throw NotScanned() }
    return text
  }
}
