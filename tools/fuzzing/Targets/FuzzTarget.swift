// SPDX-License-Identifier: MIT

import Foundation

/// A reader of what strangers send.
struct FuzzTarget: Sendable {
  let name: String
  /// Reads the bytes; whatever they are, it may neither crash, hang, nor contradict itself.
  let body: @Sendable ([UInt8]) -> Void

  static let all = [FuzzTarget.answers, .requests, .runs, .texts, .records, .goldens]

  /// The target that the environment names.
  static let chosen: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["BNCONFORM_FUZZ_TARGET"] ?? ""
    guard let target = all.first(where: { $0.name == name }) else {
      let names = all.map(\.name).joined(separator: ", ")
      FileHandle.standardError.write(Data("BNCONFORM_FUZZ_TARGET must be one of \(names)\n".utf8))
      exit(64)
    }
    return target
  }()

  /// Ends the process as a finding.
  static func finding(_ what: String) -> Never {
    FileHandle.standardError.write(Data("finding: \(what)\n".utf8))
    abort()
  }
}
