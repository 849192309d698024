// SPDX-License-Identifier: MIT

/// A data set that stands in one piece in its file, with a plain type and no attributes.
package struct HDF5PlainDataset {
  /// The dimensions, outermost first; none for a scalar.
  package let shape: [Int]
  /// The type of the elements.
  let type: HDF5PlainType
  /// Where the elements stand in the file.
  let data: Range<Int>

  /// The bytes that the file stores for the elements.
  package var storedByteCount: UInt64 { UInt64(data.count) }
}

extension HDF5PlainFile {
  private typealias Kind = HDF5PlainHeader.Kind

  /// The data set at an address, or nil if it is none, or not a plain one.
  func dataset(at address: UInt64) -> HDF5PlainDataset? {
    guard let header = HDF5PlainHeader(self, at: address), header.messages.count == 4 else {
      return nil
    }
    var shape: [Int]?
    var type: HDF5PlainType?
    var data: Range<Int>?
    var hasFillValue = false
    for message in header.messages {
      switch message.kind {
      case Kind.dataspace: shape = self.shape(message.body)
      case Kind.datatype: type = HDF5PlainType(bytes, message.body)
      case Kind.layout: data = place(message.body)
      case Kind.fillValue: hasFillValue = isUsualFill(message.body)
      default: return nil
      }
    }
    guard let shape, let type, let data, hasFillValue,
      let count = HDF5Extent.simple(shape).count, count <= HDF5Limits.elementCount,
      data.count == count * type.byteCount
    else { return nil }
    return HDF5PlainDataset(shape: shape, type: type, data: data)
  }

  /// The elements of a data set of numbers, or nil for another one.
  package func values(of dataset: HDF5PlainDataset) -> HDF5Values? {
    switch dataset.type {
    case .float16: bytes.elements(dataset.data).map { .float16($0) }
    case .bfloat16: bytes.elements(dataset.data).map { .bfloat16($0) }
    case .float32: bytes.elements(dataset.data).map { .float32($0) }
    case .float64: bytes.elements(dataset.data).map { .float64($0) }
    case .int64: bytes.elements(dataset.data).map { .int64($0) }
    case .boolean, .string: nil
    }
  }

  /// The text of a data set that is one string, or nil for another one.
  package func text(of dataset: HDF5PlainDataset) -> String? {
    guard case .string = dataset.type, dataset.shape.isEmpty else { return nil }
    return bytes.text(dataset.data)
  }

  /// Whether a message says, in version 3, that elements never written would be 0.
  private func isUsualFill(_ body: Range<Int>) -> Bool {
    body.count == 2 && bytes.all[body.lowerBound] == 3
      && (1...0x0B).contains(bytes.all[body.lowerBound + 1])
  }

  /// Where the elements stand, inside of the head or in one piece elsewhere.
  private func place(_ body: Range<Int>) -> Range<Int>? {
    guard body.count >= 4, bytes.all[body.lowerBound] == 3 else { return nil }
    switch bytes.all[body.lowerBound + 1] {
    case 0:
      let start = body.lowerBound + 4
      guard bytes.number(at: start - 2, byteCount: 2) == body.upperBound - start else { return nil }
      return start..<body.upperBound
    case 1:
      guard body.count == 18, let size = bytes.number(at: body.lowerBound + 10) else { return nil }
      // No elements need no place.
      if size == 0 { return 0..<0 }
      guard let start = bytes.number(at: body.lowerBound + 2), start <= bytes.count,
        size <= bytes.count - start
      else { return nil }
      return start..<start + size
    default: return nil
    }
  }
}
