// SPDX-License-Identifier: MIT

import BNBounds
import Testing

@Suite("Error histogram")
struct ErrorHistogramTests {
  @Test(
    "bins distances by powers of two",
    arguments: [
      (0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (8, 4), (9, 5), (1 << 62, 63),
      (UInt64.max, 65),
    ] as [(UInt64, Int)]
  )
  func bins(distance: UInt64, bin: Int) {
    #expect(ErrorHistogram.bin(of: distance) == bin)
    #expect(ErrorHistogram.range(ofBin: bin).contains(distance))
  }

  @Test("has ranges that follow each other without gaps")
  func ranges() {
    for bin in 0..<65 {
      let (range, next) = (ErrorHistogram.range(ofBin: bin), ErrorHistogram.range(ofBin: bin + 1))
      #expect(range.upperBound + 1 == next.lowerBound)
      #expect(ErrorHistogram.bin(of: range.lowerBound) == bin)
      #expect(ErrorHistogram.bin(of: range.upperBound) == bin)
    }
  }

  @Test("leaves trailing zeros out")
  func counting() {
    var histogram = ErrorHistogram()
    for distance: UInt64 in [0, 3, 0, 4] { histogram.count(distance) }
    #expect(histogram.bins == [2, 0, 0, 2])
  }
}
