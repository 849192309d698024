// SPDX-License-Identifier: MIT

import BNTestSupport
import Foundation
import Testing

@testable import BNRunning

/// The built executable, run as a user runs it.
struct Program {
  /// What a run of it came to.
  struct Result {
    var code: Int32
    var output: String
    var error: String
  }

  /// The path of the executable, beside the tests.
  static func path() throws -> String {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    let tests = try #require(ReaderCommand.runningExecutable)
    let folder = (bundle?.bundleURL ?? URL(filePath: tests)).deletingLastPathComponent()
    return folder.appending(path: "bnconform").path(percentEncoded: false)
  }

  /// Runs it in a folder; only the given variables are added to a bare environment.
  ///
  /// What it prints goes to a file of that name, if one is given. A shell script, if one is given, starts it
  /// with `exec "$0" "$@"`.
  static func run(
    _ arguments: [String],
    in folder: String = FileManager.default.currentDirectoryPath,
    environment: [String: String] = [:],
    output place: String? = nil,
    script: String? = nil
  ) async throws -> Result {
    let process = Process()
    process.executableURL = URL(filePath: script == nil ? try path() : "/bin/sh")
    process.arguments = try script.map { try ["-c", $0, path()] + arguments } ?? arguments
    process.currentDirectoryURL = URL(filePath: folder)
    let own = ProcessInfo.processInfo.environment
    let kept = [
      "PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SWIFT_BACKTRACE",
      "ASAN_OPTIONS", "TSAN_OPTIONS",
    ]
    let bare = Dictionary(
      uniqueKeysWithValues: kept.compactMap { key in own[key].map { (key, $0) } }
    )
    process.environment = bare.merging(environment) { $1 }
    // Files instead of pipes: nobody has to read them while the process runs.
    let temporary = try TemporaryFolder()
    let (output, error) = (temporary.file("output"), temporary.file("error"))
    for path in [output, error] { try Data().write(to: URL(filePath: path)) }
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: place ?? output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: error))
    process.standardInput = FileHandle.nullDevice
    try process.run()
    await withCheckedContinuation { continuation in
      // Waiting blocks, so it must not be done on one of the few threads of the tasks.
      Thread {
        process.waitUntilExit()
        continuation.resume()
      }.start()
    }
    let code =
      process.terminationReason == .exit
      ? process.terminationStatus : 128 + process.terminationStatus
    return Result(
      code: code,
      output: try String(contentsOfFile: output, encoding: .utf8),
      error: try String(contentsOfFile: error, encoding: .utf8)
    )
  }
}
