// SPDX-License-Identifier: MIT

package import BNGoldenCases
package import BNImplementations

/// A whole run, as the reports see it; the order does not depend on the number of jobs.
package struct RunFile: Equatable, Sendable {
  /// What was run.
  package var header: RunHeader
  /// The golden files, in the order of the plan.
  package var files: [FileRecord] = []
  /// The verdicts, in the order of the files and of the cases in them.
  package var outcomes: [RecordedOutcome] = []
  /// What kept cases from being judged.
  package var problems: [RunProblem] = []
  /// What else a reader should know.
  package var warnings: [RunWarning] = []
  /// What may be said of the run; nil where no table of kills belongs to its golden files.
  package var claim: RunClaim?
  /// The end; nil if the run is not complete.
  package var footer: RunFooter?

  /// Creates a run from its records, in whatever order the files were worked on.
  package init(header: RunHeader, records: some Sequence<RunRecord>) {
    self.header = header
    for record in records { add(record) }
    sort()
  }

  /// What the implementation says of itself, if it came to that.
  package var implementation: ImplementationDescription? {
    files.lazy.compactMap(\.implementation).first
  }

  /// The name of the implementation: its own, else that of the command line.
  package var implementationName: String { implementation?.name ?? header.respondent.text }

  /// The name, version and language of the implementation, as far as they are known.
  package var implementationText: String {
    guard let implementation else { return header.respondent.text }
    let version = [implementation.name, implementation.version].filter { !$0.isEmpty }
    return version.joined(separator: " ") + " (\(implementation.language))"
  }

  /// The command, library or file that the answers came from, unless it is what the implementation calls
  /// itself: an adapter may call itself anything.
  package var respondentText: String? {
    let text = header.respondent.text
    return text == implementationText || text == implementation?.name ? nil : text
  }

  /// The digest of the suite; nil unless each file of the plan was read to the end.
  package var suiteDigest: ContentDigest? {
    var digests: [String: ContentDigest] = [:]
    for file in files {
      guard let digest = file.digest else { return nil }
      digests[file.file] = digest
    }
    guard !digests.isEmpty, digests.count == header.settings.files.count else { return nil }
    return ContentDigest(files: digests)
  }

  /// The records but the header and the footer: each file, its problems and its verdicts, then the rest.
  package var records: [RunRecord] {
    var rest = problems
    var records: [RunRecord] = []
    for file in files {
      records.append(.file(file))
      records += rest.filter { $0.file == file.file }.map(RunRecord.problem)
      rest.removeAll { $0.file == file.file }
      records += outcomes.lazy.filter { $0.file == file.file }.map(RunRecord.outcome)
    }
    let known = Set(files.map(\.file))
    records += outcomes.lazy.filter { !known.contains($0.file) }.map(RunRecord.outcome)
    return records + rest.map(RunRecord.problem) + closing
  }

  /// The records that belong to no file.
  var closing: [RunRecord] {
    warnings.map(RunRecord.warning) + (claim.map { [RunRecord.claim($0)] } ?? [])
  }

  private mutating func add(_ record: RunRecord) {
    switch record {
    case .header: break
    case .file(let file): files.append(file)
    case .outcome(let outcome): outcomes.append(outcome)
    case .problem(let problem): problems.append(problem)
    case .warning(let warning): warnings.append(warning)
    case .claim(let claim): self.claim = claim
    case .footer(let footer): self.footer = footer
    }
  }

  /// Sorts by the plan's order of files; what belongs to one file keeps its order.
  private mutating func sort() {
    let names = header.settings.files
    let places = Dictionary(zip(names, names.indices)) { first, _ in first }
    func place(_ file: String) -> Int { places[file] ?? names.count }
    files = files.stablySorted { place($0.file) }
    outcomes = outcomes.stablySorted { place($0.file) }
    problems = problems.stablySorted { place($0.file) }
  }
}

extension Array {
  /// Sorts by a number; equal ones keep their order.
  fileprivate func stablySorted(by key: (Element) -> Int) -> [Element] {
    enumerated()
      .map { (key: key($0.element), offset: $0.offset, element: $0.element) }
      .sorted { ($0.key, $0.offset) < ($1.key, $1.offset) }
      .map(\.element)
  }
}
