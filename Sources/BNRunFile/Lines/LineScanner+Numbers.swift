// SPDX-License-Identifier: MIT

internal import BNPlatform

/// Numbers, in the forms that JSON allows.
extension LineScanner {
  /// Reads a whole number from 0 on, in digits alone.
  mutating func integer<Value: FixedWidthInteger>() throws(NoLine) -> Value {
    _ = try peek()
    let start = place
    var value: Value = 0
    while let digit = digit {
      let (tens, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, carries) = tens.addingReportingOverflow(Value(digit))
      guard !overflows, !carries else { throw NoLine() }
      value = sum
      place += 1
    }
    let count = place - start
    let isPlain = count == 1 || (count > 1 && start.pointee != UInt8(ascii: "0"))
    guard isPlain, place < end, !Self.continuesNumber(place.pointee) else { throw NoLine() }
    return value
  }

  /// Reads a number: the binary64 one that is nearest to its digits.
  mutating func number() throws(NoLine) -> Double {
    _ = try peek()
    let start = place
    if place.pointee == UInt8(ascii: "-") { place += 1 }
    let whole = place
    let beginsWithZero = digit == 0
    try digits()
    guard !beginsWithZero || place - whole == 1 else { throw NoLine() }
    if place < end, place.pointee == UInt8(ascii: ".") {
      place += 1
      try digits()
    }
    if place < end, place.pointee | 0x20 == UInt8(ascii: "e") {
      place += 1
      if place < end, place.pointee == UInt8(ascii: "-") || place.pointee == UInt8(ascii: "+") {
        place += 1
      }
      try digits()
    }
    // A byte follows that ends the number, so that nothing beyond the line is read.
    guard place < end, !Self.continuesNumber(place.pointee) else {
      throw NoLine()
    }
    let value = strtod(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), nil)
    guard value.isFinite else { throw NoLine() }
    return value
  }

  /// The value of the next byte, if it is a digit.
  private var digit: UInt8? {
    guard place < end, (0x30...0x39).contains(place.pointee) else { return nil }
    return place.pointee - 0x30
  }

  private mutating func digits() throws(NoLine) {
    guard digit != nil else { throw NoLine() }
    while digit != nil { place += 1 }
  }

  private static func continuesNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20: false
    default: true
    }
  }
}
