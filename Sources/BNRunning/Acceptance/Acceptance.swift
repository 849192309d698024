// SPDX-License-Identifier: MIT

internal import BNVerdicts
package import BNRunFile
internal import BNBounds
internal import BNGoldenCases
internal import BNImplementations

/// Decides whether pending files may become golden: two computations must agree bit for bit.
package struct Acceptance {
  private let folder: PendingFolder
  private let names: [String]

  /// Creates the decision on some of the pending files.
  package init(folder: PendingFolder, names: [String]) {
    self.folder = folder
    self.names = names
  }

  /// The run that must agree: the Swift reference, every bit, the bound's own tensors too.
  package func plan(jobs: Int) -> RunPlan {
    var plan = RunPlan(
      files: names.map { PlannedFile(path: folder.path + "/" + $0, name: $0) },
      respondent: .implementation(ReferenceImplementation.name),
      tolerance: .exact,
      jobs: jobs,
      strict: true
    )
    plan.comparesAdvisory = true
    return plan
  }

  /// Why the files may not be accepted after that run; empty if they may.
  package func objections(_ run: RunFile) -> [String] {
    var objections = run.problems.map { "\($0)" }
    for name in names {
      guard let entry = folder.manifest.files[name],
        let record = run.files.first(where: { $0.file == name })
      else {
        objections.append("\(name): was not read")
        continue
      }
      let outcomes = run.outcomes.filter { $0.file == name }.map(\.outcome)
      objections += outcomes.filter { $0.status != .passed }.map { outcome in
        "\(name): \(outcome.id): \(outcome.reason ?? outcome.status.rawValue)"
      }
      if record.cases != entry.cases || outcomes.count != entry.cases {
        let found = "\(record.cases) cases, of which \(outcomes.count) were judged"
        objections.append("\(name): has \(found), but the oracle wrote \(entry.cases)")
      }
      if record.digest != entry.digest {
        objections.append("\(name): its content digest is not the one that the oracle computed")
      }
      let feature = String(name.dropLast(GoldenFolder.fileExtension.count))
      if let stranger = outcomes.first(where: { !$0.id.hasPrefix(feature + "/") }) {
        objections.append("\(name): holds \(stranger.id), which is of another feature")
      }
    }
    return objections + unlisted
  }

  /// Golden files that nobody has accepted would be in the folder, but in no manifest.
  private var unlisted: [String] {
    guard let files = try? GoldenFolder(path: folder.golden).files else { return [] }
    let listed = Set(names + (folder.accepted?.files.map(\.name) ?? []))
    return PlannedFile.list(files).map(\.name).filter { !listed.contains($0) }
      .map { "\($0): is in the golden folder, but in no manifest" }
  }
}
