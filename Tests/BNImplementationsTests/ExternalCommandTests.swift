// SPDX-License-Identifier: MIT

import Foundation
import BNImplementations
import Testing

@Suite("Implementations named on the command line")
struct ExternalCommandTests {
  @Test("an existing library is a library, quoted or not, blanks in its path or not")
  func library() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("with blanks \(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("layer.so.1").path
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(ExternalCommand(path, environment: [:]) == .library(path))
    #expect(ExternalCommand("'\(path)'", environment: [:]) == .library(path))
    #expect(
      ExternalCommand("'\(path)' --flag", environment: [:]) == .program([path, "--flag"])
    )
  }

  @Test("a library that is not there is a program, so that its start tells what is missing")
  func missing() {
    #expect(
      ExternalCommand("/nowhere/layer.so", environment: [:]) == .program(["/nowhere/layer.so"])
    )
  }

  @Test("a word that is neither a path nor in PATH names nothing")
  func word() {
    #expect(ExternalCommand("refrence", environment: ["PATH": "/usr/bin:/bin"]) == nil)
    #expect(ExternalCommand("", environment: [:]) == nil)
    #expect(ExternalCommand("sh", environment: ["PATH": "/bin"]) == .program(["sh"]))
  }
}
