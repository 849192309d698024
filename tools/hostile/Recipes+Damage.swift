// SPDX-License-Identifier: MIT

import Foundation

extension Recipe {
  /// Files that are broken, or are no files.
  static var damage: [Recipe] {
    [
      bytes("only-the-signature") { data in data = data.prefix(8) },
      bytes("half-a-file") { data in data = data.prefix(data.count / 2) },
      bytes("half-a-file-verified", .verify) { data in data = data.prefix(data.count / 2) },
      bytes("last-byte-missing") { data in data = data.prefix(data.count - 1) },
      Recipe("empty") { try Data().write(to: URL(filePath: $0.path)) },
      Recipe("text") { try Data("not HDF5\n".utf8).write(to: URL(filePath: $0.path)) },
      Recipe("pipe") { mkfifo($0.path, 0o600) },
      Recipe("folder", .show) { mkdir($0.path, 0o700) },
      Recipe("link-to-zeros") { symlink("/dev/zero", $0.path) },
      Recipe("link-to-itself", .list) { symlink($0.path, $0.path) },
      Recipe("missing", .explain) { _ in },
      bytes("zeros-after-the-signature", .list) { data in
        data.replaceSubrange(8..<data.count, with: Data(count: data.count - 8))
      },
      bytes("heap-full-of-ones") { data in data.overwrite(after: "GCOL", count: 64, with: 0xFF) },
      bytes("heap-of-size-zero") { data in
        data.overwrite(after: "GCOL", skipping: 4, count: 8, with: 0)
      },
      bytes("heap-of-huge-size") { data in
        data.overwrite(after: "GCOL", skipping: 4, count: 7, with: 0xFF)
      },
      bytes("heap-object-of-size-zero", .show) { data in
        data.overwrite(after: "GCOL", skipping: 20, count: 8, with: 0)
      },
      bytes("heap-object-of-4-GiB", .export) { data in
        data.overwrite(after: "GCOL", skipping: 20, count: 4, with: 0xFF)
      },
      bytes("group-tree-points-to-itself") { data in
        // The level becomes 1, and the first child the tree itself.
        data.overwrite(after: "TREE", skipping: 1, count: 1, with: 1)
        data.pointTreesToThemselves()
      },
      bytes("group-heap-without-end") { data in
        data.overwrite(after: "HEAP", skipping: 4, count: 16, with: 0xFF)
      },
      bytes("symbols-beyond-the-file", .verify) { data in
        data.overwrite(after: "SNOD", skipping: 4, count: 24, with: 0xFE)
      },
    ]
  }
}

extension Data {
  /// Replaces every occurrence of some bytes by as many others.
  mutating func replaceAll(_ old: Data, with new: Data) {
    var start = startIndex
    while let found = range(of: old, in: start..<endIndex) {
      replaceSubrange(found, with: new)
      start = found.lowerBound + new.count
    }
  }

  /// Makes the first child of every group's tree that tree.
  fileprivate mutating func pointTreesToThemselves() {
    var start = startIndex
    while let found = range(of: Data("TREE".utf8), in: start..<endIndex) {
      start = found.upperBound
      let child = found.lowerBound + 32
      guard child + 8 <= endIndex else { return }
      let address = UInt64(found.lowerBound).littleEndian
      replaceSubrange(child..<child + 8, with: Swift.withUnsafeBytes(of: address) { Data($0) })
    }
  }

  /// Overwrites bytes behind every place where a signature stands.
  mutating func overwrite(after mark: String, skipping: Int = 0, count: Int, with byte: UInt8) {
    var start = startIndex
    while let found = range(of: Data(mark.utf8), in: start..<endIndex) {
      let first = found.upperBound + skipping
      let end = Swift.min(first + count, endIndex)
      if first < end {
        replaceSubrange(first..<end, with: Data(repeating: byte, count: end - first))
      }
      start = found.upperBound
    }
  }
}
