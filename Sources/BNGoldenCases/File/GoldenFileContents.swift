// SPDX-License-Identifier: MIT

/// What a golden file holds: its header and its cases, each read or refused on its own.
package struct GoldenFileContents: Sendable {
  /// What the root says of the file.
  package var header: GoldenFileHeader
  /// The cases in the order of their group names.
  package var cases: [Result<GoldenCase, GoldenFormatError>]
  /// The digest of all cases; nil if one of them is refused.
  package var digest: ContentDigest?

  /// Creates contents from what was read; the digest is that of whoever read them.
  package init(
    header: GoldenFileHeader,
    cases: [Result<GoldenCase, GoldenFormatError>],
    digest: ContentDigest?
  ) {
    self.header = header
    self.cases = cases
    self.digest = digest
  }
}

/// The root attributes of a golden, requests or answers file.
package struct GoldenFileHeader: Equatable, Sendable {
  /// The format version, such as `1.0`.
  package var formatVersion: String
  /// What the file is for.
  package var role: GoldenFileRole
  /// The first part of the ids of a golden file's cases.
  package var feature: String?
  /// What wrote the file.
  package var generator: String?
  /// The implementation that wrote an answers file.
  package var implementation: String?
  /// The version of that implementation.
  package var implementationVersion: String?

  /// Creates a header.
  package init(
    formatVersion: String = GoldenFile.formatVersion,
    role: GoldenFileRole,
    feature: String? = nil,
    generator: String? = nil,
    implementation: String? = nil,
    implementationVersion: String? = nil
  ) {
    self.formatVersion = formatVersion
    self.role = role
    self.feature = feature
    self.generator = generator
    self.implementation = implementation
    self.implementationVersion = implementationVersion
  }
}

/// What a file in the golden format is for.
package enum GoldenFileRole: String, Sendable {
  case golden, requests, answers, allowances
}
