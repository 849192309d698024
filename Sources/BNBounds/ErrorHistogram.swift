// SPDX-License-Identifier: MIT

/// How many elements lie at which ULP distance.
package struct ErrorHistogram: Equatable, Codable, Sendable {
  /// Counts for 0, 1, 2, 3–4, 5–8, … 2^k; trailing zeros are left out.
  package var bins: [Int]

  /// Creates a histogram.
  package init(bins: [Int] = []) { self.bins = bins }

  /// Creates the histogram of so many exact elements.
  package init(exact: Int) { self.init(bins: exact > 0 ? [exact] : []) }

  /// The bin of a distance: 0 for 0, else 1 + ⌈log2 of it⌉.
  package static func bin(of distance: UInt64) -> Int {
    distance == 0 ? 0 : 1 + UInt64.bitWidth - (distance - 1).leadingZeroBitCount
  }

  /// The distances that a bin counts.
  package static func range(ofBin bin: Int) -> ClosedRange<UInt64> {
    guard bin > 1 else { return UInt64(max(bin, 0))...UInt64(max(bin, 0)) }
    guard bin < 65 else { return (1 << 63) + 1...UInt64.max }
    return (UInt64(1) << UInt64(bin - 2)) + 1...UInt64(1) << UInt64(bin - 1)
  }

  /// Counts elements at a distance, one or several.
  package mutating func count(_ distance: UInt64, times: Int = 1) {
    count(bin: Self.bin(of: distance), times: times)
  }

  /// Counts elements in a bin.
  mutating func count(bin: Int, times: Int) {
    if bin >= bins.count { bins += [Int](repeating: 0, count: bin + 1 - bins.count) }
    bins[bin] += times
  }

  /// Counts the elements of another histogram as well.
  mutating func add(_ other: ErrorHistogram) {
    if other.bins.count > bins.count {
      bins += [Int](repeating: 0, count: other.bins.count - bins.count)
    }
    for (bin, count) in other.bins.enumerated() { bins[bin] += count }
  }
}
