// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNGoldenCases
internal import BNTensors
internal import BNVerdicts

extension String: LineValue {
  init(from scanner: inout LineScanner) throws(NoLine) { self = try scanner.text() }
  func write(to writer: inout LineWriter) { writer.text(self) }
}

extension Bool: LineValue {
  init(from scanner: inout LineScanner) throws(NoLine) { self = try scanner.boolean() }
  func write(to writer: inout LineWriter) { writer.word(self ? "true" : "false") }
}

extension Int: LineValue {
  init(from scanner: inout LineScanner) throws(NoLine) { self = try scanner.integer() }
  func write(to writer: inout LineWriter) { writer.integer(self) }
}

extension UInt64: LineValue {
  init(from scanner: inout LineScanner) throws(NoLine) { self = try scanner.integer() }
  func write(to writer: inout LineWriter) { writer.integer(self) }
}

extension Double: LineValue {
  init(from scanner: inout LineScanner) throws(NoLine) { self = try scanner.number() }
  func write(to writer: inout LineWriter) throws(NoLine) { try writer.number(self) }
}

extension Optional: LineValue where Wrapped: LineValue {
  init(from scanner: inout LineScanner) throws(NoLine) {
    self = try scanner.null() ? nil : try Wrapped(from: &scanner)
  }

  func write(to writer: inout LineWriter) throws(NoLine) {
    if let self { try self.write(to: &writer) } else { writer.word("null") }
  }
}

extension Array: LineValue where Element: LineValue {
  init(from scanner: inout LineScanner) throws(NoLine) {
    self = try scanner.array { scanner throws(NoLine) in try Element(from: &scanner) }
  }

  func write(to writer: inout LineWriter) throws(NoLine) {
    try writer.array(self) { writer, element throws(NoLine) in try element.write(to: &writer) }
  }
}

extension LineValue where Self: RawRepresentable, RawValue == String {
  init(from scanner: inout LineScanner) throws(NoLine) {
    guard let value = Self(rawValue: try scanner.text()) else { throw NoLine() }
    self = value
  }

  func write(to writer: inout LineWriter) { writer.text(rawValue) }
}

extension CaseLevel: LineValue {}
extension CaseProfile: LineValue {}
extension OutcomeStatus: LineValue {}
extension ItemVerdict: LineValue {}
extension ElementType: LineValue {}
extension Grade: LineValue {}

extension Shape: LineValue {
  init(from scanner: inout LineScanner) throws(NoLine) {
    let dimensions = try [Int](from: &scanner)
    do { self = try Shape(dimensions) } catch { throw NoLine() }
  }

  func write(to writer: inout LineWriter) throws(NoLine) { try dimensions.write(to: &writer) }
}

extension TraitReading: LineValue {
  init(from scanner: inout LineScanner) throws(NoLine) {
    guard let reading = TraitReading(text: try scanner.text()) else { throw NoLine() }
    self = reading
  }

  func write(to writer: inout LineWriter) { writer.text(text) }
}

/// The bit pattern of a number in 4, 8 or 16 hexadecimal digits.
struct BitPattern: LineValue {
  var bits: UInt64
  var digits: Int

  init(_ number: ReportedNumber) { (bits, digits) = (number.bits, number.bitWidth / 4) }

  init(from scanner: inout LineScanner) throws(NoLine) {
    let text = try scanner.plainText()
    (bits, digits) = (0, text.count)
    guard [4, 8, 16].contains(digits) else { throw NoLine() }
    for byte in text { bits = bits << 4 | UInt64(try Self.digit(byte)) }
  }

  func write(to writer: inout LineWriter) { writer.bits(bits, digits: digits) }

  /// The value of a hexadecimal digit.
  private static func digit(_ byte: UInt8) throws(NoLine) -> UInt8 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): return byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): return byte - UInt8(ascii: "A") + 10
    default: throw NoLine()
    }
  }
}
