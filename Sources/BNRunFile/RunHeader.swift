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

/// How the cases of a run are selected and judged.
package struct RunSettings: Equatable, Codable, Sendable {
  /// How the golden files were named on the command line.
  package var golden: GoldenSource
  /// The folder that was named, if one was.
  package var folder: String?
  /// The golden files by their names in the run, in the order of the reports.
  package var files: [String]
  /// Their paths, in the same order.
  package var paths: [String]
  /// Which cases take part.
  package var selection: CaseSelection
  /// The mode that replaces the cases' own, as written on the command line.
  package var tolerance: String?
  /// Whether recommended cases decide, too.
  package var strict: Bool
  /// Whether every case is put twice; nil means no.
  package var repeats: Bool?
  /// Which part of the run this is, if it was cut into shards.
  package var shard: Shard?
  /// Who said which part it is, such as `Slurm array`.
  package var shardSource: String?
  /// How many files were worked on at a time.
  package var jobs: Int
  /// The words of the command line.
  package var commandLine: [String]

  /// Takes the settings from a plan.
  package init(
    _ plan: RunPlan,
    golden: GoldenSource,
    folder: String? = nil,
    commandLine: [String]
  ) {
    self.golden = golden
    self.folder = folder
    files = plan.files.map(\.name)
    paths = plan.files.map(\.path)
    selection = plan.selection
    tolerance = plan.tolerance.map { "\($0)" }
    strict = plan.strict
    repeats = plan.repeats ? true : nil
    shard = plan.cut?.shard
    jobs = plan.jobs
    self.commandLine = commandLine
  }
}

/// How the golden files of a run were named.
package enum GoldenSource: String, Codable, Sendable {
  /// Not at all: they are in one of the usual places.
  case usualPlace = "usual_place"
  /// By the folder that holds them.
  case folder
  /// One by one.
  case files
}
