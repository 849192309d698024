// SPDX-License-Identifier: MIT

import Foundation
import BNHDF5
import BNTestSupport
import Testing

@Suite("HDF5 damage")
struct HDF5DamageTests {
  /// Strings of variable length are left out: their heap has no checksum, and a damaged one makes
  /// libhdf5 1.10.8 loop for ever, which only the time limit of a worker process ends.
  @Test(
    "a file with one damaged byte is read or refused, and leaves no handle",
    .timeLimit(.minutes(1 * TimeScale.factor))
  )
  func damagedByte() throws {
    try withFile { path in
      try write(path) { root in
        let group = try root.createGroup("cases")
        try group.writeAttribute("features", .integer(3))
        try group.writeAttribute("difficulty", .floats([1, 2, 3]))
        try group.writeAttribute("eps", .float(1e-5))
        try group.writeAttribute("affine", .flag(true))
        try group.writeDataset("x", shape: [2, 3], .float32([1, 2, 3, 4, 5, 6]))
      }
      let url = URL(fileURLWithPath: path)
      let sound = try Data(contentsOf: url)
      var refused = 0
      for offset in stride(from: 0, to: sound.count, by: 3) {
        for mask in [UInt8(0x01), 0x80, 0xFF] {
          var damaged = sound
          damaged[offset] ^= mask
          try damaged.write(to: url)
          do throws(HDF5Error) { try Self.readEverything(path) } catch { refused += 1 }
        }
      }
      // The heads of objects carry checksums, so nearly every damage is found.
      #expect(refused > sound.count / 2)
      try sound.write(to: url)
      try Self.readEverything(path)
    }
  }

  /// Reads all that a strict reader of such a file would read.
  private static func readEverything(_ path: String) throws(HDF5Error) {
    let root = try HDF5File(reading: path).root()
    for link in try root.links() {
      let group = try root.group(link.name)
      _ = try group.attributeNames()
      _ = try group.attribute("features").integer()
      _ = try group.attribute("difficulty").floats()
      _ = try group.attribute("eps").float()
      _ = try group.attribute("affine").flag()
      for member in try group.links() {
        _ = try group.dataset(member.name).values()
      }
    }
  }
}
