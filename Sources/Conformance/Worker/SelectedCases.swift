// SPDX-License-Identifier: MIT

internal import GoldenCases

/// The cases of one golden file that take part in a run.
struct SelectedCases {
  /// The cases, in the order of their ids.
  let cases: [GoldenCase]
  /// The ids of the cases that do not take part.
  let others: [String]
  /// What the file holds.
  let record: FileRecord
  /// Cases that cannot be read, though they are selected or nobody can say.
  let problems: [RunProblem]

  /// Reads the file; its tensors only if one of its cases is selected.
  ///
  /// - Throws: ``RunProblem`` if the file as a whole is refused.
  init(_ assignment: WorkerAssignment) throws(RunProblem) {
    do throws(GoldenFormatError) {
      self = try Self.read(assignment)
    } catch {
      var problem = RunProblem(error)
      problem.file = assignment.name
      throw problem
    }
  }

  private init(
    cases: [GoldenCase] = [],
    others: Set<CaseID>,
    record: FileRecord,
    problems: [RunProblem]
  ) {
    self.cases = cases
    self.others = others.sorted().map(\.text)
    self.record = record
    self.problems = problems
  }

  private static func read(_ assignment: WorkerAssignment) throws(GoldenFormatError) -> Self {
    // The supervisor has compiled the patterns before; one that is no pattern selects nothing.
    let filter = try? assignment.selection.compiled()
    var excluded: Set<CaseID> = []
    if !assignment.selection.isEverything {
      let catalog = try GoldenFile.catalog(path: assignment.path)
      var mayBeSelected = false
      for case .success(let summary) in catalog {
        let isSelected = filter?.selects(summary.id, summary.metadata) ?? false
        if isSelected { mayBeSelected = true } else { excluded.insert(summary.id) }
      }
      if !mayBeSelected {
        let record = FileRecord(file: assignment.name, cases: catalog.count)
        let problems = refusals(catalog, excluded, assignment)
        return Self(others: excluded, record: record, problems: problems)
      }
    }
    let results = try GoldenFile.read(path: assignment.path).cases
    let readable = results.compactMap { try? $0.get() }
    let cases = readable.filter { !excluded.contains($0.id) }.sorted { $0.id < $1.id }
    let record = FileRecord(
      file: assignment.name,
      cases: results.count,
      selected: cases.map(\.id.text),
      digest: readable.count == results.count ? ContentDigest(cases: readable) : nil
    )
    let problems = refusals(results, excluded, assignment)
    return Self(cases: cases, others: excluded, record: record, problems: problems)
  }

  private static func refusals<Value>(
    _ results: [Result<Value, GoldenFormatError>],
    _ excluded: Set<CaseID>,
    _ assignment: WorkerAssignment
  ) -> [RunProblem] {
    let known = Set(excluded.map(\.text))
    return results.compactMap { result in
      guard case .failure(let error) = result, !known.contains(error.caseName ?? "") else {
        return nil
      }
      var problem = RunProblem(error)
      problem.file = assignment.name
      return problem
    }
  }
}
