// SPDX-License-Identifier: MIT

internal import BNGoldenCases

/// Runs that did not judge the same goldens, so that their verdicts cannot be compared.
package struct DifferentGoldensError: Error, Equatable, CustomStringConvertible {
  /// The files that say other things in one run than in the other.
  package let differing: [String]
  /// The files that the older run did not read and the newer one did.
  package let missingInOld: [String]
  /// The files that the newer run did not read and the older one did.
  package let missingInNew: [String]
  /// How many files the two runs read or meant to read.
  package let count: Int

  /// Names beyond these are counted.
  private static let nameLimit = 3

  /// Checks that two runs judged the same goldens.
  ///
  /// - Throws: ``DifferentGoldensError`` if they did not.
  package static func check(old: RunFile, new: RunFile) throws(DifferentGoldensError) {
    let (before, after) = (digests(old), digests(new))
    let names = Set(before.keys).union(after.keys).sorted()
    let error = DifferentGoldensError(
      differing: names.filter { name in
        guard let first = before[name], let second = after[name] else { return false }
        return first != nil && second != nil && first != second
      },
      missingInOld: names.filter { isMissing($0, in: before, readIn: after) },
      missingInNew: names.filter { isMissing($0, in: after, readIn: before) },
      count: names.count
    )
    guard error.differing + error.missingInOld + error.missingInNew != [] else { return }
    throw error
  }

  private static func digests(_ run: RunFile) -> [String: ContentDigest?] {
    Dictionary(run.files.map { ($0.file, $0.digest) }) { first, _ in first }
  }

  private static func isMissing(
    _ name: String,
    in run: [String: ContentDigest?],
    readIn other: [String: ContentDigest?]
  ) -> Bool {
    guard let digest = run[name] else { return true }
    return digest == nil && other[name].flatMap(\.self) != nil
  }

  /// One line for people.
  package var description: String {
    var parts: [String] = []
    if !differing.isEmpty {
      let verb = differing.count == 1 ? "holds" : "hold"
      parts.append("\(Self.list(differing)) \(verb) other cases in one run than in the other")
    }
    for (run, missing) in [("older", missingInOld), ("newer", missingInNew)] where !missing.isEmpty
    {
      parts.append(
        "the \(run) run read \(count - missing.count) of \(count) golden files, "
          + "not \(Self.list(missing))"
      )
    }
    return "the runs judged different golden files: \(parts.joined(separator: "; ")); "
      + "--any-golden compares the cases that both have"
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(nameLimit).joined(separator: ", ")
    return names.count > nameLimit ? "\(shown) and \(names.count - nameLimit) more" : shown
  }
}
