// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNRunFile
internal import BNRunning
internal import BNPlatform
internal import BNGoldenCases
internal import BNImplementations
internal import BNReporting

/// The run of the reference that was accepted beside the goldens: `reports/reference.jsonl`.
///
/// It tells whether the verdicts themselves have changed: digests say that the goldens are the same,
/// this says that the reference still gives them, and is judged as it was.
struct GoldenReport {
  /// The golden folder.
  let folder: GoldenFolder

  /// Where it is kept.
  var path: String { folder.path + "/reports/reference.jsonl" }

  /// The accepted run; nil if none was accepted.
  ///
  /// - Throws: ``RunFileError`` if the file is no run.
  func accepted() throws -> RunFile? {
    FileManager.default.fileExists(atPath: path) ? try RunFile.read(path: path) : nil
  }

  /// What the reference does now, in the form in which it is kept.
  func current(by reader: some GoldenReader) async throws -> RunFile {
    let plan = RunPlan(
      files: PlannedFile.list(folder.files),
      respondent: .implementation(ReferenceImplementation.name),
      jobs: ProcessInfo.processInfo.activeProcessorCount
    )
    let manifest = try Manifest.read(folder: folder.path)
    let header = RunHeader(
      started: "",
      respondent: plan.respondent,
      manifestDigest: manifest.digest.hexadecimal,
      settings: plan.settings
    )
    let run = ConformanceRun(
      plan: plan,
      header: header,
      reader: reader,
      manifest: manifest
    )
    return try await run.run(writer: nil, observer: Unwatched()).run.goldenReport
  }

  /// What tells two of them apart, in words; empty if they are the same.
  static func differences(accepted: RunFile, current: RunFile) throws -> [String] {
    guard try accepted.encoded() != current.encoded() else { return [] }
    let difference = RunDifference(old: accepted, new: current)
    let changes = difference.regressions + difference.fixes + difference.otherVerdicts
    var lines = changes.map { "\($0.id): \($0.old.rawValue) then, \($0.new.rawValue) now" }
    lines += difference.onlyOld.map { "\($0): is no longer judged" }
    lines += difference.onlyNew.map { "\($0): was not judged then" }
    if accepted.header.manifestDigest != current.header.manifestDigest {
      lines.append("the goldens are others")
    }
    return lines.isEmpty ? ["the verdicts are the same, their details are not"] : lines
  }
}

/// Nobody watches.
private final class Unwatched: RunObserver {
  func begin(_ header: RunHeader) {}
  func arrive(_ record: RunRecord) {}
  func release(_ record: RunRecord) {}
  func end(_ run: RunFile, exitCode: RunExitCode) {}
}
