// SPDX-License-Identifier: MIT

package import BNGoldenCases
package import BNImplementations

/// What a run found in one golden file.
package struct FileRecord: Equatable, Codable, Sendable {
  /// The file's name in the run.
  package var file: String
  /// The number of cases that it holds.
  package var cases: Int
  /// The ids of those that take part, in the order of the run.
  package var selected: [String]
  /// The number of those that take part in all shards together; nil if the run is not cut.
  package var planned: Int?
  /// The digest of all its cases; nil if the file was not read to the end.
  package var digest: ContentDigest?
  /// What the implementation says of itself; nil if it was not asked.
  package var implementation: ImplementationDescription?

  /// Creates a record.
  package init(
    file: String,
    cases: Int,
    selected: [String] = [],
    planned: Int? = nil,
    digest: ContentDigest? = nil,
    implementation: ImplementationDescription? = nil
  ) {
    self.file = file
    self.cases = cases
    self.selected = selected
    self.planned = planned
    self.digest = digest
    self.implementation = implementation
  }

  /// Whether cases of the file take part, but all of them in other shards.
  var isElsewhere: Bool { selected.isEmpty && (planned ?? 0) > 0 }
}
