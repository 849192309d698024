// SPDX-License-Identifier: MIT

package import BNBounds
package import BNImplementations

/// What is to be run: the settings that the run file records, an implementation, and what it may take.
package struct RunPlan: Equatable, Sendable {
  /// Which cases of which files take part, and how they are judged.
  package var settings: RunSettings
  /// Who answers.
  package var respondent: Respondent
  /// Whether the process that started this one answers, on our standard streams.
  package var asksCaller = false
  /// Whether the tensors that serve the bound are compared, too, bit for bit.
  package var comparesAdvisory = false
  /// What a process that answers may take.
  package var processLimits = ProcessLimits()
  /// The folder in which the talk with a process is kept, if it is.
  package var requestFolder: String?
  /// The run file that tells what cases cost, if the shards are to take equally long.
  package var shardCosts: String?
  /// The cases of each file that an earlier attempt at this run has judged.
  package var judged: [String: Set<String>] = [:]
  /// What the implementation said of itself in that attempt.
  package var earlier: ImplementationDescription?

  /// Creates a plan.
  package init(_ settings: RunSettings, respondent: Respondent) {
    (self.settings, self.respondent) = (settings, respondent)
  }

  /// Creates a plan of files that are named one by one.
  package init(
    files: [PlannedFile],
    selection: CaseSelection = CaseSelection(),
    respondent: Respondent,
    tolerance: ToleranceMode? = nil,
    jobs: Int = 1,
    strict: Bool = false
  ) {
    let settings = RunSettings(
      files: files,
      selection: selection,
      tolerance: tolerance,
      strict: strict,
      jobs: jobs
    )
    self.init(settings, respondent: respondent)
  }

  /// The golden files, in the order in which they are reported.
  package var files: [PlannedFile] {
    zip(settings.paths, settings.files).map { PlannedFile(path: $0, name: $1) }
  }

  /// The part of the run that is done, if it is cut into shards.
  package var cut: ShardCut? { settings.shard.map { ShardCut(shard: $0, costs: shardCosts) } }
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
