// SPDX-License-Identifier: MIT

import Foundation

/// Runs Python code with h5py, where `BNCONFORM_PYTHON` names an interpreter that has it.
enum PythonScript {
  static let interpreter = ProcessInfo.processInfo.environment["BNCONFORM_PYTHON"]

  struct Failure: Error {
    let output: String
  }

  /// Runs code in a folder and gives what it prints.
  static func run(_ code: String, in folder: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: interpreter ?? "python3")
    process.arguments = ["-c", code]
    process.currentDirectoryURL = URL(filePath: folder)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(output: output) }
    return output
  }
}
