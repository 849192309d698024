// SPDX-License-Identifier: MIT

package import BNBounds
package import BNImplementations

/// What is to be run: golden files, a selection of their cases, an implementation, and how to judge.
package struct RunPlan: Equatable, Sendable {
  /// The golden files, in the order in which they are reported.
  package var files: [PlannedFile]
  /// Which of their cases take part.
  package var selection: CaseSelection
  /// Who answers.
  package var respondent: Respondent
  /// The mode that replaces the cases' own, if any.
  package var tolerance: ToleranceMode?
  /// How many files are worked on at a time.
  package var jobs: Int
  /// Whether recommended cases decide, too.
  package var strict: Bool
  /// Whether the tensors that serve the bound are compared, too, bit for bit.
  package var comparesAdvisory = false
  /// What a process that answers may take.
  package var processLimits = ProcessLimits()
  /// The folder in which the talk with a process is kept, if it is.
  package var requestFolder: String?
  /// Whether every case is put twice, to see whether it gives the same bits; if not, some are.
  package var repeats = false
  /// The part of the run that is done, if it is cut into shards.
  package var cut: ShardCut?
  /// The ranks of the cases of each file that an earlier attempt at this run has judged.
  package var judged: [String: RankSet] = [:]

  /// Creates a plan; fewer than one job counts as one.
  package init(
    files: [PlannedFile],
    selection: CaseSelection = CaseSelection(),
    respondent: Respondent,
    tolerance: ToleranceMode? = nil,
    jobs: Int = 1,
    strict: Bool = false
  ) {
    self.files = files
    self.selection = selection
    self.respondent = respondent
    self.tolerance = tolerance
    self.jobs = max(1, jobs)
    self.strict = strict
  }
}

/// A golden file of a run.
package struct PlannedFile: Hashable, Sendable {
  /// The path.
  package var path: String
  /// What reports call it: the last part of the path, unless two files share that.
  package var name: String

  /// Names a file.
  package init(path: String, name: String) { (self.path, self.name) = (path, name) }

  /// Names the files of a run, each differently.
  package static func list(_ paths: [String]) -> [PlannedFile] {
    let names = paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    return zip(paths, names).map { path, name in
      PlannedFile(path: path, name: counts[name] == 1 ? name : path)
    }
  }
}

/// Who answers the cases of a run.
package enum Respondent: Equatable, Sendable {
  /// An implementation, by the name or path given on the command line.
  case implementation(String)
  /// A file of answers that were given elsewhere.
  case answers(path: String)

  /// What the command line called it.
  package var text: String {
    switch self {
    case .implementation(let name): name
    case .answers(let path): path
    }
  }
}

extension Respondent: Codable {
  private enum CodingKeys: String, CodingKey { case implementation, answers }

  /// Reads an object with one of the two members.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let path = try container.decodeIfPresent(String.self, forKey: .answers) {
      self = .answers(path: path)
    } else {
      self = .implementation(try container.decode(String.self, forKey: .implementation))
    }
  }

  /// Writes an object with one member.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .implementation(let name): try container.encode(name, forKey: .implementation)
    case .answers(let path): try container.encode(path, forKey: .answers)
    }
  }
}
