// SPDX-License-Identifier: MIT

import Foundation
import BNHDF5
import Testing

@Suite("HDF5 file size")
struct HDF5FileSizeTests {
  @Test("a group of 20 attributes and 25 small data sets takes less than 8,000 bytes")
  func bytesPerGroup() throws {
    try withFile { path in
      let groups = 100
      try write(path) { root in
        let cases = try root.createGroup("cases", expectedMembers: groups)
        for number in 0..<groups {
          let group = try cases.createGroup("eps:case-\(100 + number):f32", expectedMembers: 45)
          for index in 0..<20 {
            try group.writeAttribute("attribute_\(10 + index)", Self.attribute(index))
          }
          for index in 0..<25 {
            try group.writeDataset(
              "step\(index / 5).expect.running_\(10 + index)",
              shape: [2, 5],
              .float32(Array(repeating: 0.5, count: 10))
            )
          }
        }
      }
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
      let perGroup = try #require(size) / groups
      #expect(perGroup < 8000, "it takes \(perGroup) bytes")
    }
  }

  /// Attributes as a case has them: 12 strings, two lists, six numbers.
  private static func attribute(_ index: Int) -> HDF5AttributeValue {
    switch index {
    case 0..<2:
      .string("A rationale of the usual length: why the case exists and what failing it means.")
    case 2..<12: .string("float32")
    case 12..<14: .strings(["R1", "R22", "R23", "forward training", "R25"])
    case 14..<17: .float(1.5)
    default: .flag(true)
    }
  }
}
