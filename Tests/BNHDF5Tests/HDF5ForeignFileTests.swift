// SPDX-License-Identifier: MIT

import Testing

@testable import BNHDF5

@Suite("File of another format")
struct HDF5ForeignFileTests {
  struct Head: Sendable, CustomTestStringConvertible {
    let kind: String?
    let bytes: [UInt8]
    var testDescription: String { kind ?? "nothing known" }

    init(_ kind: String?, _ bytes: [UInt8]) { (self.kind, self.bytes) = (kind, bytes) }
    init(_ kind: String?, _ text: String) { self.init(kind, Array(text.utf8)) }
  }

  @Test(
    "is told by its first bytes",
    arguments: [
      Head("a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"),
      Head("a text file", "version https://git-lfs.github.com/"),
      Head("an HTML page", "\n <!DOCTYPE HTML><html>"),
      Head("an HTML page", "<html lang=en>"),
      Head("a run file", "{\"type\":\"header\",\"format\":1}"),
      Head("a text file", "{\"type\":\"case\"}"),
      Head("a gzip archive", [0x1F, 0x8B, 8]),
      Head("a ZIP archive (.zip, .npz, .pt)", "PK\u{3}\u{4}"),
      Head("a tar archive", [UInt8](repeating: 0, count: 257) + Array("ustar".utf8)),
      Head(nil, [UInt8](repeating: 0, count: 256) + Array("ustar".utf8)),
      Head("a NumPy array (.npy)", [0x93] + Array("NUMPY".utf8)),
      Head("a netCDF-3 file", "CDF\u{1}"),
      Head("a MATLAB file of version 5", "MATLAB 5.0 MAT-file, Platform"),
      Head("a text file", Array(Array("naïve".utf8).dropLast(3))),
      Head(nil, [0x1F]),
      Head(nil, [0xFF, 0xFE, 0x41]),
      Head(nil, []),
    ]
  )
  func kinds(head: Head) { #expect(HDF5ForeignFile(head: head.bytes)?.kind == head.kind) }
}
