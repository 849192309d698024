// SPDX-License-Identifier: MIT

internal import BNTensors

extension FieldWriter {
  /// A record with every bit of its numbers; the content digest's form makes all NaN alike.
  mutating func write(_ record: CaseRecord) {
    write(count: record.attributes.count)
    for (name, value) in record.attributes {
      write(name.rawValue)
      write(value)
    }
    write(count: record.members.count)
    for (name, value) in record.members {
      write(name)
      switch value {
      case .text(let text):
        write(UInt8(0))
        write(text)
      case .tensor(let tensor):
        write(UInt8(1))
        write(tensor)
      }
    }
  }

  private mutating func write(_ value: AttributeValue) {
    switch value {
    case .text(let text):
      write(UInt8(0))
      write(text)
    case .texts(let texts):
      write(UInt8(1))
      write(count: texts.count)
      for text in texts { write(text) }
    case .integer(let integer):
      write(UInt8(2))
      write(UInt64(bitPattern: integer))
    case .number(let number):
      write(UInt8(3))
      write(number.bitPattern)
    case .numbers(let numbers):
      write(UInt8(4))
      write(count: numbers.count)
      write(elements: numbers)
    case .flag(let flag):
      write(UInt8(5))
      write(UInt8(flag ? 1 : 0))
    }
  }

  private mutating func write(_ tensor: Tensor) {
    write(tensor.elementType.rawValue)
    write(count: tensor.shape.dimensions.count)
    for dimension in tensor.shape.dimensions { write(count: dimension) }
    write(count: tensor.count)
    switch tensor.storage {
    case .float16(let values): write(elements: values.map(\.bitPattern))
    case .bfloat16(let values): write(elements: values.map(\.bitPattern))
    case .float32(let values): write(elements: values)
    case .float64(let values): write(elements: values)
    case .int64(let values): write(elements: values)
    }
  }
}

extension FieldReader {
  /// Takes a record.
  mutating func record() throws(FieldError) -> CaseRecord {
    var attributes: [CaseAttribute: AttributeValue] = [:]
    for _ in 0..<(try count()) {
      guard let name = CaseAttribute(rawValue: try text()) else { throw FieldError() }
      attributes[name] = try attribute()
    }
    var record = CaseRecord(attributes: attributes, members: [])
    for _ in 0..<(try count()) {
      let name = try text()
      switch try byte() {
      case 0: record.members.append((name, .text(try text())))
      case 1: record.members.append((name, .tensor(try tensor())))
      default: throw FieldError()
      }
    }
    return record
  }

  private mutating func attribute() throws(FieldError) -> AttributeValue {
    switch try byte() {
    case 0: return .text(try text())
    case 1:
      var texts: [String] = []
      for _ in 0..<(try count()) { texts.append(try text()) }
      return .texts(texts)
    case 2: return .integer(Int64(bitPattern: try number()))
    case 3: return .number(Double(bitPattern: try number()))
    case 4: return .numbers(try elements(try count(ofSize: 8)))
    case 5: return .flag(try byte() != 0)
    default: throw FieldError()
    }
  }

  private mutating func tensor() throws(FieldError) -> Tensor {
    guard let type = ElementType(rawValue: try text()) else { throw FieldError() }
    var dimensions: [Int] = []
    for _ in 0..<(try count()) {
      guard let dimension = Int(exactly: try number()) else { throw FieldError() }
      dimensions.append(dimension)
    }
    let count = try count()
    let storage: TensorStorage =
      switch type {
      case .float16: .float16(try elements(count).map(Half.init(bitPattern:)))
      case .bfloat16: .bfloat16(try elements(count).map(BFloat16.init(bitPattern:)))
      case .float32: .float32(try elements(count))
      case .float64: .float64(try elements(count))
      case .int64: .int64(try elements(count))
      }
    guard let shape = try? Shape(dimensions),
      let tensor = try? Tensor(shape: shape, storage: storage)
    else { throw FieldError() }
    return tensor
  }
}
