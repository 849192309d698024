// SPDX-License-Identifier: MIT

internal import CHDF5
internal import Foundation

/// The bytes of a file, from which objects that are stored in the plainest way are read.
///
/// To the library a data set of a few numbers is hundreds of times the work that its bytes are. So the
/// data sets and attributes of a small file are taken from its bytes where they are stored as golden
/// files store them, and the library is asked about everything else. This reader has no errors: what is
/// not exactly as it knows it, it leaves alone, and the library says what is wrong with it. It is
/// also the library that checks the file as a whole.
///
/// All blocks that are read are together no larger than the file, whatever leads to them.
package final class HDF5PlainFile {
  /// The size of the largest file that is held in memory.
  private static let maximumByteCount = 32 << 20

  /// The content of the file.
  let bytes: HDF5PlainBytes
  private var allowance: Int

  /// Reads a file; nil if it is large, or addresses and sizes in it are not plain numbers of bytes.
  package convenience init?(path: String) {
    guard let content = Self.content(of: path) else { return nil }
    self.init(content: content)
  }

  /// Takes the bytes of a whole file.
  init?(content: [UInt8]) {
    bytes = HDF5PlainBytes(all: content)
    allowance = content.count
    // The signature, version 2, numbers of eight bytes, no flags, addresses from the file's start.
    let start: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 2, 8, 8, 0]
    guard UInt16(1).littleEndian == 1, bytes.stand(in: 0..<12, start), bytes.integer(at: 12) == 0,
      bytes.integer(at: 20) == .max, bytes.number(at: 28) == content.count
    else { return nil }
  }

  /// Whether a block may be read, begins with these bytes and has its right checksum.
  ///
  /// Its bytes are taken off the allowance, also if it is declined. The checksum stands at the end or at
  /// a place inside of the block.
  func take(_ block: Range<Int>, beginning: [UInt8], checksumAt place: Int? = nil) -> Bool {
    guard bytes.contain(block), block.count <= allowance,
      bytes.stand(in: block.prefix(beginning.count), beginning)
    else { return false }
    allowance -= block.count
    return place.map { bytes.isIntact(block, checksumAt: $0) } ?? bytes.isIntact(block)
  }

  /// The dimensions that a message gives, outermost first; none for a scalar.
  func shape(_ body: Range<Int>) -> [Int]? {
    if bytes.stand(in: body, [2, 0, 0, 0]) { return [] }
    // Version 2, rank, whether the dimensions' limits follow, and a 1 for having dimensions.
    guard body.count >= 4, let rank = bytes.number(at: body.lowerBound + 1, byteCount: 1),
      let hasLimits = bytes.number(at: body.lowerBound + 2, byteCount: 1), hasLimits <= 1,
      bytes.all[body.lowerBound] == 2, bytes.all[body.lowerBound + 3] == 1,
      (1...32).contains(rank), body.count == 4 + 8 * rank * (1 + hasLimits)
    else { return nil }
    var shape: [Int] = []
    shape.reserveCapacity(rank)
    for place in 0..<rank {
      let position = body.lowerBound + 4 + 8 * place
      guard let dimension = bytes.number(at: position) else { return nil }
      guard hasLimits == 0 || bytes.number(at: position + 8 * rank) == dimension else { return nil }
      shape.append(dimension)
    }
    return shape
  }

  private static func content(of path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let size = Int(exactly: status.st_size), (64...maximumByteCount).contains(size)
    else { return nil }
    let content = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let rest = unsafe UnsafeMutableBufferPointer(rebasing: buffer[filled...])
        let count = unsafe read(descriptor, rest.baseAddress, rest.count)
        guard count > 0 || (count < 0 && errno == EINTR) else { return }
        filled += max(0, count)
      }
    }
    return content.count == size ? content : nil
  }
}
