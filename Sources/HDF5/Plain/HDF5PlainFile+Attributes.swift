// SPDX-License-Identifier: MIT

extension HDF5PlainFile {
  private typealias Kind = HDF5PlainHeader.Kind

  /// Reads all attributes of a group in the order of the bytes of their names.
  ///
  /// Nil if there are more than allowed, or if one of them is not plain.
  package func attributes(
    of group: HDF5PlainGroup,
    atMost limit: Int
  ) -> [(name: String, value: HDF5AttributeValue)]? {
    var attributes: [(name: String, value: HDF5AttributeValue)] = []
    for message in group.header.messages {
      switch message.kind {
      case Kind.links, Kind.link, Kind.group: break
      // Nothing stands in a heap of its own.
      case Kind.attributes where bytes.stand(in: message.body, Self.noHeap): break
      case Kind.attribute:
        guard attributes.count < limit, let attribute = attribute(message.body) else { return nil }
        attributes.append(attribute)
      default: return nil
      }
    }
    attributes.sort { $0.name < $1.name }
    for (first, second) in zip(attributes, attributes.dropFirst()) where first.name == second.name {
      return nil
    }
    return attributes
  }

  private static let noHeap = [0, 0] + [UInt8](repeating: 0xFF, count: 16)

  private func attribute(_ body: Range<Int>) -> (name: String, value: HDF5AttributeValue)? {
    // Version 3, type and dataspace not shared; three sizes; the character set.
    let start = body.lowerBound
    guard body.count >= 9, bytes.all[start] == 3, bytes.all[start + 1] == 0,
      let nameSize = bytes.number(at: start + 2, byteCount: 2),
      let typeSize = bytes.number(at: start + 4, byteCount: 2),
      let spaceSize = bytes.number(at: start + 6, byteCount: 2), bytes.all[start + 8] <= 1
    else { return nil }
    let type = start + 9 + nameSize
    let space = type + typeSize
    let data = space + spaceSize
    guard data <= body.upperBound, let name = name(start + 9..<type),
      let shape = shape(space..<data), let type = HDF5PlainType(bytes, type..<space),
      let value = value(type, shape, data..<body.upperBound)
    else { return nil }
    return (name, value)
  }

  /// A name of visible ASCII characters and the NUL behind it.
  private func name(_ range: Range<Int>) -> String? {
    guard (2...HDF5Limits.nameBytes).contains(range.count), bytes.all[range.upperBound - 1] == 0,
      bytes.all[range.dropLast()].allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    return bytes.text(range)
  }

  private func value(
    _ type: HDF5PlainType,
    _ shape: [Int],
    _ data: Range<Int>
  ) -> HDF5AttributeValue? {
    let count = shape.first ?? 1
    guard shape.count <= 1, count <= HDF5Limits.listCount, data.count == count * type.byteCount
    else {
      return nil
    }
    let isScalar = shape.isEmpty
    switch type {
    case .string(let size):
      var texts: [String] = []
      for index in 0..<count {
        let start = data.lowerBound + index * size
        guard let text = bytes.text(start..<start + size) else { return nil }
        texts.append(text)
      }
      return isScalar ? .string(texts[0]) : .strings(texts)
    case .float64:
      guard let floats: [Double] = bytes.elements(data) else { return nil }
      return isScalar ? .float(floats[0]) : .floats(floats)
    case .int64 where isScalar:
      return bytes.integer(at: data.lowerBound).map { .integer(Int64(bitPattern: $0)) }
    case .boolean where isScalar && bytes.all[data.lowerBound] <= 1:
      return .flag(bytes.all[data.lowerBound] == 1)
    default: return nil
    }
  }
}
