// SPDX-License-Identifier: MIT

import BNRunFile
import Foundation
import BNReporting

@testable import BNGoldenCases

extension FuzzTarget {
  /// Run files, and all reports of those that can be read.
  static let runs = FuzzTarget(name: "runs") { bytes in
    guard let run = try? RunFile(parsing: bytes, path: "fuzz.jsonl") else { return }
    guard let canonical = try? run.canonicalForm.encoded() else { return }
    guard let again = try? RunFile(parsing: canonical, path: "again.jsonl"),
      let twice = try? again.canonicalForm.encoded()
    else { finding("the canonical form cannot be read") }
    if twice != canonical { finding("the canonical form has another canonical form") }
    let difference = RunDifference(old: run, new: again)
    if !difference.regressions.isEmpty { finding("a run is a regression of itself") }
    for format in ReportFormat.allCases {
      guard let report = try? format.bytes(of: [run]) else { continue }
      let text = String(decoding: report, as: UTF8.self)
      if text.unicodeScalars.contains(where: {
        $0.value < 0x20 && !"\t\n\r".unicodeScalars.contains($0)
      }) {
        finding("\(format): a control character")
      }
      if format == .html, text.contains("<script>alert") { finding("HTML: a script came through") }
    }
  }

  /// Golden files, whole.
  static let goldens = FuzzTarget(name: "goldens") { bytes in
    let path = "/dev/shm/bnconform-fuzz-\(getpid()).h5"
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)),
      let contents = try? GoldenFile.read(path: path)
    else { return }
    let cases = contents.cases.compactMap { try? $0.get() }
    if cases.count == contents.cases.count { _ = ContentDigest(cases: cases) }
  }

  /// What a child that reads files says of them.
  static let records = FuzzTarget(name: "records") { bytes in
    guard let message = try? ReaderMessage(bytes) else { return }
    let written = message.bytes
    guard let again = try? ReaderMessage(written) else { finding("a message cannot be read again") }
    if again.bytes != written { finding("a message changes by being read and written") }
    guard case .record(let record) = message else { return }
    _ = try? record.golden()
    _ = try? record.answer()
    _ = try? record.summary()
    if let request = try? record.request() { _ = CaseRecord(request) }
  }
}
