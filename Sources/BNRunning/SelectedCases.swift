// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNGoldenCases
internal import BNImplementations

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
  init(
    _ file: PlannedFile,
    of plan: RunPlan,
    by reader: some GoldenReader
  ) async throws(RunProblem) {
    do throws(GoldenFormatError) {
      self = try await Self.read(file, plan, reader)
    } catch {
      var problem = RunProblem(error)
      problem.file = file.name
      throw problem
    }
  }

  private init(
    cases: [GoldenCase] = [],
    others: Set<CaseID>,
    record: FileRecord,
    problems: [RunProblem]
  ) {
    self.init(
      cases: cases,
      others: others.sorted().map(\.text),
      record: record,
      problems: problems
    )
  }

  private init(
    cases: [GoldenCase],
    others: [String],
    record: FileRecord,
    problems: [RunProblem]
  ) {
    (self.cases, self.others) = (cases, others)
    self.record = record
    self.problems = problems
  }

  private static func read(
    _ file: PlannedFile,
    _ plan: RunPlan,
    _ reader: some GoldenReader
  ) async throws(GoldenFormatError) -> Self {
    // The patterns have been compiled before; one that is no pattern selects nothing.
    let filter = try? plan.settings.selection.compiled()
    var excluded: Set<CaseID> = []
    if !plan.settings.selection.isEverything {
      let catalog = try await reader.catalog(of: file.path)
      var mayBeSelected = false
      for case .success(let summary) in catalog {
        let isSelected = filter?.selects(summary.id, summary.metadata) ?? false
        if isSelected { mayBeSelected = true } else { excluded.insert(summary.id) }
      }
      if !mayBeSelected {
        let record = FileRecord(
          file: file.name,
          cases: catalog.count,
          planned: plan.cut == nil ? nil : 0
        )
        let problems = refusals(catalog, excluded, file)
        return Self(others: excluded, record: record, problems: problems)
      }
    }
    let contents = try await reader.cases(in: file.path)
    let readable = contents.cases.compactMap { try? $0.get() }
    let chosen = readable.filter { !excluded.contains($0.id) }.sorted { $0.id < $1.id }
    let selected = try inShard(chosen, of: file, plan.cut)
    excluded.formUnion(Set(chosen.map(\.id)).subtracting(selected.map(\.id)))
    let record = FileRecord(
      file: file.name,
      cases: contents.cases.count,
      selected: selected.map(\.id.text),
      planned: plan.cut == nil ? nil : chosen.count,
      digest: contents.digest
    )
    let problems = refusals(contents.cases, excluded, file)
    return Self(cases: selected, others: excluded, record: record, problems: problems)
  }

  /// The cases in the forms in which an implementation takes them, without those that an earlier attempt
  /// at the run has judged; of these only some, if only they are asked for by their ids.
  func put(
    _ file: PlannedFile,
    of plan: RunPlan,
    to description: ImplementationDescription,
    only ids: Set<String>?
  ) -> Self {
    let filter = try? plan.settings.selection.compiled()
    let mode = plan.settings.present ?? .needed
    let choice = PresentationChoice(mode: mode, description: description)
    let put = cases.flatMap { golden in
      choice.forms(of: golden, asked: filter?.presentations(of: golden.id) ?? [])
    }
    let forms = put.filter { ids?.contains($0.id.text) ?? true }
    var record = record
    record.selected = forms.map(\.id.text)
    let judged = plan.judged[file.name] ?? []
    return Self(
      cases: forms.filter { !judged.contains($0.id.text) },
      others: others,
      record: record,
      problems: problems
    )
  }

  /// Those of the chosen cases that belong to the shard, if the run is cut.
  private static func inShard(
    _ chosen: [GoldenCase],
    of file: PlannedFile,
    _ cut: ShardCut?
  ) throws(GoldenFormatError) -> [GoldenCase] {
    guard let cut else { return chosen }
    do throws(RunFileError) {
      let ids = try cut.ids(of: chosen.map(\.id), file: file.name)
      return chosen.filter { ids.contains($0.id) }
    } catch {
      throw GoldenFormatError(file: file.path, problem: "cannot be cut into shards: \(error)")
    }
  }

  private static func refusals<Value>(
    _ results: [Result<Value, GoldenFormatError>],
    _ excluded: Set<CaseID>,
    _ file: PlannedFile
  ) -> [RunProblem] {
    let known = Set(excluded.map(\.text))
    return results.compactMap { result in
      guard case .failure(let error) = result, !known.contains(error.caseName ?? "") else {
        return nil
      }
      var problem = RunProblem(error)
      problem.file = file.name
      return problem
    }
  }
}
