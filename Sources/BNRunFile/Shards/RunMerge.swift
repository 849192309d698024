// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNGoldenCases
internal import BNImplementations

/// Merges the shards of a run into the unsharded run.
package enum RunMerge {
  /// Merges shards.
  ///
  /// `claim` tells what may be said of the whole run.
  ///
  /// - Throws: ``MergeRefusal`` with everything that is wrong, if they are not all the shards of one
  ///   run.
  package static func merge(
    _ shards: [(name: String, run: RunFile)],
    claim: (RunFile) -> RunClaim? = { _ in nil }
  ) throws(MergeRefusal) -> RunFile {
    guard let first = shards.first else { throw MergeRefusal(["no shards are given"]) }
    var problems = completeness(shards)
    for shard in shards.dropFirst() {
      problems += first.run.header.differences(from: shard.run.header)
        .map { "\(first.name) and \(shard.name) differ in \($0)" }
    }
    let implementations = shards.compactMap { shard in
      shard.run.implementation.map { (shard.name, $0) }
    }
    for (name, implementation) in implementations.dropFirst()
    where implementation != implementations[0].1 {
      problems.append(
        "\(implementations[0].0) and \(name) judge different implementations: "
          + "\(implementations[0].1.name) \(implementations[0].1.version) and "
          + "\(implementation.name) \(implementation.version)"
      )
    }
    let (files, faults) = merged(shards)
    // Where a shard is missing or doubled, so are its cases, which need not be named one by one.
    if problems.isEmpty { problems = Array(faults.prefix(20)) }
    guard problems.isEmpty else { throw MergeRefusal(problems) }
    return whole(shards.map(\.run), first.run.header, files, claim)
  }

  /// Shards that are missing, are there twice, or were broken off.
  private static func completeness(_ shards: [(name: String, run: RunFile)]) -> [String] {
    var problems: [String] = []
    var owners: [Int: String] = [:]
    for (name, run) in shards {
      guard let shard = run.header.settings.shard else {
        problems.append("\(name) is a whole run, not a shard")
        continue
      }
      if let owner = owners[shard.index] {
        problems.append("\(owner) and \(name) are both shard \(shard)")
      } else {
        owners[shard.index] = name
      }
      if run.footer == nil {
        problems.append(
          "\(name), shard \(shard), is incomplete; bnconform run --resume completes it"
        )
      }
    }
    let counts = Set(shards.compactMap(\.run.header.settings.shard?.count)).sorted()
    if counts.count > 1 {
      let text = counts.map(String.init).joined(separator: ", ")
      problems.append("the runs were cut into different numbers of shards: \(text)")
    } else if let count = counts.first {
      let missing = (1...count).filter { owners[$0] == nil }
      if !missing.isEmpty {
        let named = missing.prefix(10).map { "\($0)/\(count)" }.joined(separator: ", ")
        let rest = missing.count > 10 ? " and \(missing.count - 10) more" : ""
        problems.append("missing: shard \(named)\(rest)")
      }
    }
    return problems
  }

  /// The records of the files, each made of those of all shards.
  private static func merged(
    _ shards: [(name: String, run: RunFile)]
  ) -> (files: [FileRecord], problems: [String]) {
    var problems: [String] = []
    var files: [String: FileRecord] = [:]
    var owners: [String: String] = [:]
    for (name, run) in shards {
      for record in run.files {
        for id in record.selected {
          if let owner = owners.updateValue(name, forKey: record.file + " " + id) {
            problems.append("\(owner) and \(name) both hold \(id)")
          }
        }
        // Taken out, so that adding to it copies nothing, however many shards there are.
        guard var file = files.removeValue(forKey: record.file) else {
          files[record.file] = record
          continue
        }
        if let digest = file.digest, let other = record.digest, digest != other {
          problems.append("\(name) read another \(record.file): digest \(other), not \(digest)")
        }
        if file.cases != record.cases || differ(file.planned, record.planned) {
          problems.append("\(name) found other cases in \(record.file) than the shards before")
        }
        file.selected += record.selected
        file.digest = file.digest ?? record.digest
        file.planned = max(file.planned ?? 0, record.planned ?? 0)
        file.implementation = file.implementation ?? record.implementation
        files[record.file] = file
      }
    }
    for file in files.values.sorted(by: { $0.file < $1.file }) {
      let planned = file.planned ?? 0
      if planned > file.selected.count {
        problems.append(
          "\(file.file): \(planned - file.selected.count) of \(planned) cases are in no shard"
        )
      }
    }
    return (Array(files.values), problems)
  }

  private static func differ(_ left: Int?, _ right: Int?) -> Bool { left != right }

  private static func whole(
    _ runs: [RunFile],
    _ first: RunHeader,
    _ files: [FileRecord],
    _ claim: (RunFile) -> RunClaim?
  ) -> RunFile {
    var header = first
    (header.settings.shard, header.settings.shardSource) = (nil, nil)
    let records = files.map { file in
      var file = file
      file.planned = nil
      file.selected.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      return RunRecord.file(file)
    }
    // What is wrong with a file is seen by every shard that reads it.
    var seen: Set<String> = []
    let problems = runs.flatMap(\.problems).filter {
      seen.insert("problem \($0) \($0.kind)").inserted
    }
    let warnings = runs.flatMap(\.warnings).filter { seen.insert("warning \($0.text)").inserted }
    let outcomes = runs.flatMap(\.outcomes).sorted {
      $0.outcome.id.utf8.lexicographicallyPrecedes($1.outcome.id.utf8)
    }
    var run = RunFile(
      header: header,
      records: records + outcomes.map(RunRecord.outcome) + problems.map(RunRecord.problem)
        + warnings.map(RunRecord.warning)
    )
    run.claim = warnings.isEmpty ? claim(run) : nil
    run.footer = RunFooter(
      run,
      exitCode: RunExitCode(run),
      milliseconds: runs.compactMap(\.footer?.milliseconds).reduce(0, +)
    )
    return run
  }
}

/// Why run files cannot be merged.
package struct MergeRefusal: Error, Equatable, CustomStringConvertible {
  /// Everything that is wrong, a line each.
  package let problems: [String]

  init(_ problems: [String]) { self.problems = problems }

  /// The lines.
  package var description: String {
    "the runs cannot be merged: " + problems.joined(separator: "\n  ")
  }
}

extension MergeRefusal: HintedError {
  /// What to do about it.
  package var hint: String? {
    "give every shard of one run once, all complete and with the same goldens and settings"
  }
}
