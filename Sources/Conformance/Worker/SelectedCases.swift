// SPDX-License-Identifier: MIT

internal import GoldenCases

/// The cases of one golden file that take part in a run.
struct SelectedCases {
  /// The cases to be judged, in the order of their ids.
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
        let record = FileRecord(
          file: assignment.name,
          cases: catalog.count,
          planned: assignment.cut == nil ? nil : 0
        )
        let problems = refusals(catalog, excluded, assignment)
        return Self(others: excluded, record: record, problems: problems)
      }
    }
    let results = try GoldenFile.read(path: assignment.path).cases
    let readable = results.compactMap { try? $0.get() }
    let chosen = readable.filter { !excluded.contains($0.id) }.sorted { $0.id < $1.id }
    let selected = try inShard(chosen, assignment)
    excluded.formUnion(Set(chosen.map(\.id)).subtracting(selected.map(\.id)))
    let record = FileRecord(
      file: assignment.name,
      cases: results.count,
      selected: selected.map(\.id.text),
      planned: assignment.cut == nil ? nil : chosen.count,
      digest: readable.count == results.count ? ContentDigest(cases: readable) : nil
    )
    let problems = refusals(results, excluded, assignment)
    let due = selected.enumerated().filter { assignment.judged?.contains($0.offset) != true }
    return Self(cases: due.map(\.element), others: excluded, record: record, problems: problems)
  }

  /// Those of the chosen cases that belong to the shard, if the run is cut.
  private static func inShard(
    _ chosen: [GoldenCase],
    _ assignment: WorkerAssignment
  ) throws(GoldenFormatError) -> [GoldenCase] {
    guard let cut = assignment.cut else { return chosen }
    do throws(RunFileError) {
      let ids = try cut.ids(of: chosen.map(\.id), file: assignment.name)
      return chosen.filter { ids.contains($0.id) }
    } catch {
      throw GoldenFormatError(file: assignment.path, problem: "cannot be cut into shards: \(error)")
    }
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
