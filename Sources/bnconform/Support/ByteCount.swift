// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNPlatform

/// An amount of memory, as people write it: `512MiB`, `8GiB`, `1000000`.
struct ByteCount: ExpressibleByArgument, CustomStringConvertible {
  var bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  /// Reads a number with one of the units KiB, MiB, GiB or none; nil if it is none.
  init?(argument: String) {
    let units = ["KiB": 10, "MiB": 20, "GiB": 30]
    let unit = units.first { argument.hasSuffix($0.key) }
    guard let number = Int(argument.dropLast(unit == nil ? 0 : 3)), number > 0 else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << (unit?.value ?? 0))
    guard !overflow else { return nil }
    self.bytes = bytes
  }

  /// The amount in the largest unit that leaves a number of 1 or more.
  var description: String {
    for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] where bytes >= 1 << shift {
      return String(printf: "%.4g ", Double(bytes) / Double(1 << shift)) + unit
    }
    return "\(bytes) bytes"
  }
}

/// The most memory that this process has had resident.
enum PeakMemory {
  static var bytes: Int {
    var usage = rusage()
    #if os(macOS)
      return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0
    #else
      let isKnown = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0
      return isKnown ? usage.ru_maxrss << 10 : 0
    #endif
  }
}
