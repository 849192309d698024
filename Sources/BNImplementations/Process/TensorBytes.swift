// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNTensors

/// The elements of a tensor as bytes: little-endian, row-major.
enum TensorBytes {
  /// The bytes of the elements.
  static func encode(_ storage: TensorStorage) -> Data {
    switch storage {
    case .float16(let values): bytes(values.map(\.bitPattern))
    case .bfloat16(let values): bytes(values.map(\.bitPattern))
    case .float32(let values): bytes(values.map(\.bitPattern))
    case .float64(let values): bytes(values.map(\.bitPattern))
    case .int64(let values): bytes(values)
    }
  }

  /// The elements that the bytes hold; bytes after the last whole one do not count.
  static func decode(_ bytes: Data, as type: ElementType) -> TensorStorage {
    switch type {
    case .float16: .float16(words(bytes).map(Half.init(bitPattern:)))
    case .bfloat16: .bfloat16(words(bytes).map(BFloat16.init(bitPattern:)))
    case .float32: .float32(words(bytes).map(Float.init(bitPattern:)))
    case .float64: .float64(words(bytes).map(Double.init(bitPattern:)))
    case .int64: .int64(words(bytes))
    }
  }

  private static func bytes<Word: FixedWidthInteger>(_ words: [Word]) -> Data {
    #if _endian(little)
      return words.withUnsafeBytes { Data($0) }
    #else
      return words.map(\.littleEndian).withUnsafeBytes { Data($0) }
    #endif
  }

  private static func words<Word: FixedWidthInteger>(_ bytes: Data) -> [Word] {
    let count = bytes.count / MemoryLayout<Word>.size
    let words = [Word](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.prefix(count * MemoryLayout<Word>.size).copyBytes(
        to: UnsafeMutableRawBufferPointer(buffer)
      )
      initialized = count
    }
    #if _endian(little)
      return words
    #else
      return words.map(Word.init(littleEndian:))
    #endif
  }
}
