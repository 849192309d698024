// SPDX-License-Identifier: MIT

package import BNBounds
package import BNImplementations

/// How the cases of a run are selected and judged: the same value in its plan, its run file and its reports.
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
  /// Whether only the smallest set of cases runs that sees every known fault of the declared scope; nil
  /// means no.
  package var smoke: Bool?
  /// In which forms cases are put; nil means those that are needed.
  package var present: PresentationMode?
  /// The mode that replaces the cases' own, if any.
  package var tolerance: ToleranceMode?
  /// Whether recommended cases decide, too.
  package var strict: Bool
  /// The scopes that must be judged wholly and passed; nil means none.
  package var require: [Scope]?
  /// Whether every case is put twice; nil means no: then some are.
  package var repeats: Bool?
  /// Which part of the run this is, if it was cut into shards.
  package var shard: Shard?
  /// Who said which part it is, such as `Slurm array`.
  package var shardSource: String?
  /// How many files are worked on at a time.
  package var jobs: Int
  /// The command that judges one case again, with {id} for the case; nil means ours.
  package var againCommand: String?
  /// The words of the command line.
  package var commandLine: [String]

  /// Creates settings; fewer than one job counts as one.
  package init(
    files: [PlannedFile],
    golden: GoldenSource = .files,
    folder: String? = nil,
    selection: CaseSelection = CaseSelection(),
    tolerance: ToleranceMode? = nil,
    strict: Bool = false,
    jobs: Int = 1,
    commandLine: [String] = []
  ) {
    (self.golden, self.folder) = (golden, folder)
    (self.files, paths) = (files.map(\.name), files.map(\.path))
    (self.selection, self.tolerance, self.strict) = (selection, tolerance, strict)
    (self.jobs, self.commandLine) = (max(1, jobs), commandLine)
  }

  /// The settings that verdicts depend on, each with its value in words: runs in which one differs are
  /// neither merged nor continued.
  var compared: [(name: String, value: String)] {
    [
      ("golden files", files.sorted().joined(separator: " ")), ("selection", selection.text),
      ("smoke", "\(smoke ?? false)"), ("tolerance", tolerance.map { "\($0)" } ?? "none"),
      ("--strict", "\(strict)"),
      ("--require", (require ?? []).map(\.rawValue).joined(separator: " ")),
      ("--repeat", "\(repeats ?? false)"), ("--present", (present ?? .needed).rawValue),
    ]
  }
}

extension ToleranceMode: Codable {
  /// Reads the form that golden files use.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let mode = ToleranceMode(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no tolerance")
    }
    self = mode
  }

  /// Writes the form that golden files use.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode("\(self)")
  }
}

extension CaseSelection {
  /// The selection in one line, the same for equal selections.
  fileprivate var text: String {
    (try? JSONLine().encode(self)).map { String(decoding: $0.dropLast(), as: UTF8.self) } ?? ""
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
