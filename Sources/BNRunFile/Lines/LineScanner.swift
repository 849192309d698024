// SPDX-License-Identifier: MIT

internal import BNPlatform

/// Reads JSON from the bytes of one line, much faster than the JSON decoder.
///
/// Members are to stand in the order of their names, as runs write them; lines with others are put into
/// that order first.
struct LineScanner {
  /// The next byte, and the end of them.
  var place: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  /// Whether members are skipped that nobody asks for; what they hold must be known to be JSON.
  private let skipsUnknown: Bool
  /// The name of the member that comes next in the object that is being read; nil at its end.
  private var next: UnsafeBufferPointer<UInt8>?

  /// Scans bytes that outlive the scanner; nil if there are none.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, skipsUnknown: Bool = false) {
    guard let start = bytes.baseAddress else { return nil }
    place = start
    end = start + bytes.count
    self.skipsUnknown = skipsUnknown
  }

  /// Whether everything has been read.
  var isAtEnd: Bool { place == end }

  /// The next byte that is no space, unread.
  mutating func peek() throws(NoLine) -> UInt8 {
    while place < end {
      guard place.pointee == 0x20 else { return place.pointee }
      place += 1
    }
    throw NoLine()
  }

  /// Reads a byte if it comes next.
  private mutating func take(_ byte: UInt8) throws(NoLine) -> Bool {
    guard try peek() == byte else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(NoLine) {
    guard try take(byte) else { throw NoLine() }
  }

  /// Reads an object, whose members the closure asks for.
  mutating func object(
    _ members: (inout LineScanner) throws(NoLine) -> Void
  ) throws(NoLine) {
    let outer = next
    try expect(UInt8(ascii: "{"))
    next = try take(UInt8(ascii: "}")) ? nil : try memberName()
    try members(&self)
    while next != nil { try skipMember() }
    next = outer
  }

  /// Whether a member comes next; those before it are skipped.
  mutating func finds(_ name: StaticString) throws(NoLine) -> Bool {
    let count = name.utf8CodeUnitCount
    while let next, let start = next.baseAddress {
      let order = memcmp(start, name.utf8Start, min(next.count, count))
      guard order < 0 || order == 0 && next.count < count else {
        return order == 0 && next.count == count
      }
      try skipMember()
    }
    return false
  }

  /// Goes on to the next member once the value of one has been read.
  mutating func endMember() throws(NoLine) {
    if try take(UInt8(ascii: ",")) {
      next = try memberName()
    } else {
      try expect(UInt8(ascii: "}"))
      next = nil
    }
  }

  private mutating func memberName() throws(NoLine) -> UnsafeBufferPointer<UInt8> {
    let name = try quoted().bytes
    try expect(UInt8(ascii: ":"))
    return name
  }

  private mutating func skipMember() throws(NoLine) {
    guard skipsUnknown else { throw NoLine() }
    var (depth, isAtValueEnd) = (0, false)
    repeat {
      let byte = try peek()
      if byte == UInt8(ascii: "\"") {
        _ = try quoted()
      } else {
        place += 1
        if "{[".utf8.contains(byte) { depth += 1 } else if "}]".utf8.contains(byte) { depth -= 1 }
      }
      let following = try peek()
      isAtValueEnd = depth == 0 && ",}".utf8.contains(following)
    } while !isAtValueEnd
    try endMember()
  }

  /// Reads an array.
  mutating func array<Element>(
    _ element: (inout LineScanner) throws(NoLine) -> Element
  ) throws(NoLine) -> [Element] {
    try expect(UInt8(ascii: "["))
    if try take(UInt8(ascii: "]")) { return [] }
    var elements: [Element] = []
    repeat { elements.append(try element(&self)) } while try take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return elements
  }

  /// Reads `null`, if it comes next.
  mutating func null() throws(NoLine) -> Bool { try word("null") }

  /// Reads a truth value.
  mutating func boolean() throws(NoLine) -> Bool {
    if try word("true") { return true }
    guard try word("false") else { throw NoLine() }
    return false
  }

  private mutating func word(_ text: StaticString) throws(NoLine) -> Bool {
    let count = text.utf8CodeUnitCount
    guard try peek() == text.utf8Start.pointee else { return false }
    guard end - place >= count, memcmp(place, text.utf8Start, count) == 0 else { throw NoLine() }
    place += count
    return true
  }

  /// The bytes between the quotes of a text, and whether none of them is escaped.
  private mutating func quoted() throws(NoLine) -> (
    bytes: UnsafeBufferPointer<UInt8>, isPlain: Bool
  ) {
    try expect(UInt8(ascii: "\""))
    let start = place
    var isPlain = true
    while place < end {
      let byte = place.pointee
      place += 1
      if byte == UInt8(ascii: "\"") {
        return (UnsafeBufferPointer(start: start, count: place - 1 - start), isPlain)
      }
      guard byte >= 0x20 else { throw NoLine() }
      if byte == UInt8(ascii: "\\") {
        isPlain = false
        place += 1
      }
    }
    throw NoLine()
  }

  /// The bytes of a text in which nothing is escaped.
  mutating func plainText() throws(NoLine) -> UnsafeBufferPointer<UInt8> {
    let (bytes, isPlain) = try quoted()
    guard isPlain else { throw NoLine() }
    return bytes
  }

  /// Reads a text.
  mutating func text() throws(NoLine) -> String {
    let (bytes, isPlain) = try quoted()
    let text =
      isPlain
      ? String(validating: bytes, as: UTF8.self)
      : try? JSONDecoder().decode(
        String.self,
        from: Data("\"".utf8) + Data(bytes) + Data("\"".utf8)
      )
    guard let text else { throw NoLine() }
    return text
  }
}
