// SPDX-License-Identifier: MIT

/// Reading and writing golden, requests and answers files; the format is told in `Golden/FORMAT.md`.
///
/// Reading is strict: a file is either what the format says, or refused with the file, the case, the
/// member and the problem. A bad case does not take the others with it.
package enum GoldenFile {
  /// The version of the format that is written.
  package static let formatVersion = "1.0"
  /// The most cases that a file may hold.
  package static let maximumCaseCount = 100_000
  /// The highest rank of a tensor.
  package static let maximumRank = 8
  /// The most elements of a tensor: 2^26.
  package static let maximumElementCount = 1 << 26

  /// Whether files of this version are read: `MAJOR.MINOR` with our major number.
  package static func understands(_ version: String) -> Bool {
    let numbers = version.split(separator: ".", omittingEmptySubsequences: false)
    let parsed = numbers.compactMap { text in Int(text).flatMap { "\($0)" == text ? $0 : nil } }
    return numbers.count == 2 && parsed.count == 2 && parsed[0] == 1 && parsed[1] >= 0
  }
}
