// SPDX-License-Identifier: MIT

internal import BNPlatform

/// A file that is something else than HDF5, told by its first bytes.
struct HDF5ForeignFile: Equatable {
  /// What it is: `a Git LFS pointer`.
  let kind: String
  /// How to get at the HDF5 file that was meant.
  let remedy: String

  /// Looks at the head of a file; nil if it is nothing that is known.
  init?(path: String) {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    self.init(head: Descriptor.read(Self.headByteCount, from: file))
  }

  /// Looks at the first bytes of a file; nil if they are those of nothing that is known.
  init?(head: [UInt8]) {
    for known in Self.binary where head.dropFirst(known.offset).starts(with: known.bytes) {
      self.init(kind: known.kind, remedy: known.remedy)
      return
    }
    let characters = String(decoding: head, as: UTF8.self)
    // The end of the head may cut a character in two.
    let scalars = characters.unicodeScalars
    let whole = scalars.last == "\u{FFFD}" ? scalars.dropLast() : scalars[...]
    let isBinary = head.contains { $0 < 0x09 || (0x0E..<0x20).contains($0) }
    guard !whole.isEmpty, !isBinary, !whole.contains("\u{FFFD}") else { return nil }
    let text = characters.drop(while: \.isWhitespace).lowercased()
    let known = Self.texts.first { known in known.beginnings.contains(where: text.hasPrefix) }
    self.init(kind: known?.kind ?? "a text file", remedy: known?.remedy ?? Self.write)
  }

  private init(kind: String, remedy: String) { (self.kind, self.remedy) = (kind, remedy) }

  /// The name of the archive tar stands at byte 257.
  private static let headByteCount = 512
  private static let write = "write it as Golden/FORMAT.md says"
  private static let unpack = "unpack it, and give the .h5 file inside"

  private typealias Binary = (offset: Int, bytes: [UInt8], kind: String, remedy: String)
  private static let binary: [Binary] = [
    (0, [0x1F, 0x8B], "a gzip archive", unpack),
    (0, Array("PK\u{3}\u{4}".utf8), "a ZIP archive (.zip, .npz, .pt)", unpack + ", or " + write),
    (0, Array("BZh".utf8), "a bzip2 archive", unpack),
    (0, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "an xz archive", unpack),
    (0, [0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive", unpack),
    (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive", unpack),
    (257, Array("ustar".utf8), "a tar archive", unpack),
    (0, [0x93] + Array("NUMPY".utf8), "a NumPy array (.npy)", write),
    (0, Array("CDF\u{1}".utf8), "a netCDF-3 file", write),
    (0, Array("CDF\u{2}".utf8), "a netCDF-3 file", write),
    (0, Array("CDF\u{5}".utf8), "a netCDF-3 file", write),
    (0, [0x0E, 0x03, 0x13, 0x01], "an HDF4 file", write),
    (
      0, Array("MATLAB 5.0 MAT-file".utf8), "a MATLAB file of version 5",
      "write HDF5 with h5create, h5write and h5writeatt, as Golden/FORMAT.md says"
    ),
  ]

  private static let texts: [(beginnings: [String], kind: String, remedy: String)] = [
    (
      ["version https://git-lfs.github.com/spec/"], "a Git LFS pointer",
      "fetch the file itself with `git lfs pull`"
    ),
    (
      ["<!doctype html", "<html"], "an HTML page",
      "the server sent a page, such as a sign-in or an error, instead of the file: fetch the raw file"
    ),
    (["<?xml"], "an XML file", write),
    (
      ["{\"type\":\"header\""], "a run file",
      "`bnconform report` and `bnconform compare` read it; a golden or answers file is HDF5"
    ),
  ]
}
