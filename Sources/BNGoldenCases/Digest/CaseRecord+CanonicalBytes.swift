// SPDX-License-Identifier: MIT

internal import BNTensors

extension CaseRecord {
  /// The record as the content digest reads it: `KEY 0 VALUE 0` for each attribute, then each data set.
  var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    for (name, value) in attributes {
      bytes.appendField(name.rawValue) { $0.append(contentsOf: value.canonicalText.utf8) }
    }
    for (name, value) in members {
      bytes.appendField(name) { bytes in
        switch value {
        case .text(let text): bytes.append(contentsOf: text.utf8)
        case .tensor(let tensor): bytes.append(canonical: tensor)
        }
      }
    }
    return bytes
  }
}

extension AttributeValue {
  /// The value as the content digest reads it.
  fileprivate var canonicalText: String {
    switch self {
    case .text(let text): text
    case .texts(let texts): texts.joined(separator: "\n")
    case .integer(let integer): String(integer)
    case .number(let number): Self.digits(number)
    case .numbers(let numbers): numbers.map(Self.digits).joined(separator: "\n")
    case .flag(let flag): flag ? "true" : "false"
    }
  }

  private static func digits(_ number: Double) -> String {
    Hexadecimal.digits(number.isNaN ? 0x7ff8_0000_0000_0000 : number.bitPattern, count: 16)
  }
}

extension [UInt8] {
  fileprivate mutating func appendField(_ key: String, value: (inout [UInt8]) -> Void) {
    append(contentsOf: key.utf8)
    append(0)
    value(&self)
    append(0)
  }

  /// Appends type, shape and elements; every NaN is the quiet one.
  fileprivate mutating func append(canonical tensor: Tensor) {
    append(contentsOf: "\(tensor.elementType.rawValue)\(tensor.shape)".utf8)
    switch tensor.storage {
    case .float16(let values): append(values) { $0.canonicalBits }
    case .bfloat16(let values): append(values) { $0.canonicalBits }
    case .float32(let values): append(values) { $0.isNaN ? 0x7fc0_0000 : $0.bitPattern }
    case .float64(let values):
      append(values) { $0.isNaN ? 0x7ff8_0000_0000_0000 : $0.bitPattern }
    case .int64(let values): append(values) { $0 }
    }
  }

  /// Appends the bits of each value, little-endian.
  private mutating func append<Value, Bits: FixedWidthInteger>(
    _ values: [Value],
    bits: (Value) -> Bits
  ) {
    var position = count
    append(contentsOf: repeatElement(0, count: values.count * (Bits.bitWidth / 8)))
    for value in values {
      var rest = bits(value)
      for _ in 0..<Bits.bitWidth / 8 {
        self[position] = UInt8(truncatingIfNeeded: rest)
        rest >>= 8
        position += 1
      }
    }
  }
}

extension Half {
  fileprivate var canonicalBits: UInt16 { bitPattern & 0x7fff > 0x7c00 ? 0x7e00 : bitPattern }
}

extension BFloat16 {
  fileprivate var canonicalBits: UInt16 { bitPattern & 0x7fff > 0x7f80 ? 0x7fc0 : bitPattern }
}
