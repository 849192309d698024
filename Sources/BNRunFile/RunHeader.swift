// SPDX-License-Identifier: MIT

/// The first line of a run file: what was run, with what, where.
package struct RunHeader: Equatable, Codable, Sendable {
  /// The version of the run file's format, major.minor.
  package var formatVersion: String
  /// What ran the cases.
  package var tool: ToolVersions
  /// Where.
  package var machine: Machine
  /// When the run began, in UTC, such as `2026-01-31T12:00:00Z`.
  package var started: String
  /// Who answers.
  package var respondent: Respondent
  /// The digest of the suite as the golden folder's manifest has it, if the run uses that folder.
  package var manifestDigest: String?
  /// How the cases are selected and judged.
  package var settings: RunSettings

  /// The version of the format that is written.
  package static let currentFormatVersion = "1.0"

  /// Whether files of this version are read: those with our major number.
  package static func understands(_ version: String) -> Bool {
    version.split(separator: ".", omittingEmptySubsequences: false).first == "1"
  }

  /// Creates a header.
  package init(
    tool: ToolVersions = .current,
    machine: Machine = .current,
    started: String,
    respondent: Respondent,
    manifestDigest: String? = nil,
    settings: RunSettings
  ) {
    formatVersion = Self.currentFormatVersion
    self.tool = tool
    self.machine = machine
    self.started = started
    self.respondent = respondent
    self.manifestDigest = manifestDigest
    self.settings = settings
  }
}

extension RunHeader {
  /// What would make verdicts under another header incomparable with those under this one.
  ///
  /// Times, machines, paths and the number of jobs do not.
  package func differences(from other: RunHeader) -> [String] {
    zip(compared, other.compared).filter { $0.value != $1.value }
      .map { "\($0.name): \($0.value) and \($1.value)" }
  }

  private var compared: [(name: String, value: String)] {
    [
      ("version of bnconform", tool.bnconform), ("version of the run file", formatVersion),
      ("implementation", respondent.text), ("digest of the manifest", manifestDigest ?? "none"),
    ] + settings.compared
  }
}
