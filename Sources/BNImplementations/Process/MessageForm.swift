// SPDX-License-Identifier: MIT

internal import BNPlatform

/// The form of a line, checked before anything of it is decoded: UTF-8, one JSON value, no key twice in
/// an object, and no more values than a message can have.
///
/// The decoder alone would guess the encoding, take the last of two equal keys, and spend minutes on a
/// list of millions of numbers.
struct MessageForm {
  /// The most values in one message; the largest that the protocol needs has some hundreds.
  static let valueLimit = 1 << 16
  /// The deepest nesting of objects and arrays.
  static let depthLimit = 32

  private typealias Text = Slice<UnsafeBufferPointer<UInt8>>

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var values = 0

  /// Checks a line.
  ///
  /// - Throws: the problem that the form has; other problems are the decoder's to find.
  static func check(_ line: [UInt8]) throws(AdapterFailure.Problem) {
    if line.contains(0) {
      throw .malformed("it holds NUL bytes, as UTF-16 does; write UTF-8")
    }
    if line.starts(with: [0xef, 0xbb, 0xbf]) {
      throw .malformed("it begins with a byte order mark; write UTF-8 without one")
    }
    guard String(validating: line, as: UTF8.self) != nil else {
      throw .malformed("it is not valid UTF-8")
    }
    try line.withUnsafeBufferPointer { bytes throws(AdapterFailure.Problem) in
      var form = MessageForm(bytes: bytes)
      try form.value(depth: 0)
      form.skipBlanks()
      guard form.index == bytes.count else { throw form.noJSON }
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private var noJSON: AdapterFailure.Problem {
    .noJSON(line: WireCoding.beginning(of: Array(bytes)))
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func value(depth: Int) throws(AdapterFailure.Problem) {
    values += 1
    guard values <= Self.valueLimit else {
      throw .malformed("it holds more than \(Self.valueLimit) values")
    }
    guard depth <= Self.depthLimit else {
      throw .malformed("it is nested more than \(Self.depthLimit) deep")
    }
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): try object(depth: depth)
    case UInt8(ascii: "["): try array(depth: depth)
    case UInt8(ascii: "\""): _ = try string()
    default: try word()
    }
  }

  private mutating func object(depth: Int) throws(AdapterFailure.Problem) {
    var keys: Set<String> = []
    index += 1
    skipBlanks()
    if take("}") { return }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw noJSON }
      let key = Self.text(try string())
      guard keys.insert(key).inserted else {
        throw .malformed("\(String(key.prefix(60)).debugDescription) stands twice in one object")
      }
      skipBlanks()
      guard take(":") else { throw noJSON }
      try value(depth: depth + 1)
      skipBlanks()
    } while take(",")
    guard take("}") else { throw noJSON }
  }

  private mutating func array(depth: Int) throws(AdapterFailure.Problem) {
    index += 1
    skipBlanks()
    if take("]") { return }
    repeat {
      try value(depth: depth + 1)
      skipBlanks()
    } while take(",")
    guard take("]") else { throw noJSON }
  }

  /// Skips a string and gives it with its quotes.
  private mutating func string() throws(AdapterFailure.Problem) -> Text {
    let start = index
    index += 1
    while index < bytes.count, let base = bytes.baseAddress {
      guard let quote = memchr(base + index, CInt(UInt8(ascii: "\"")), bytes.count - index) else {
        throw noJSON
      }
      let place = UnsafeRawPointer(quote) - UnsafeRawPointer(base)
      index = place + 1
      let backslashes = bytes[..<place].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
      if backslashes.isMultiple(of: 2) { return bytes[start..<index] }
    }
    throw noJSON
  }

  /// Skips a number, true, false or null; which of them it is the decoder finds out.
  private mutating func word() throws(AdapterFailure.Problem) {
    let start = index
    while let byte = next, Self.isWordByte(byte) { index += 1 }
    guard index > start else { throw noJSON }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d {
      index += 1
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// A key as it is compared: with its escapes resolved.
  private static func text(_ quoted: Text) -> String {
    let plain = quoted.dropFirst().dropLast()
    guard plain.contains(UInt8(ascii: "\\")) else { return String(decoding: plain, as: UTF8.self) }
    let resolved = try? JSONDecoder().decode(String.self, from: Data(quoted))
    return resolved ?? String(decoding: plain, as: UTF8.self)
  }
}
