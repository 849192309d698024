// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import BNImplementations

@Suite("The folder of a session")
struct SessionFolderTests {
  @Test("is removed later where a killed process left it, and not while its session lives")
  func abandoned() throws {
    let parent = FileManager.default.temporaryDirectory.appending(path: "folders-\(UUID())").path
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: parent) }
    let folder = try SessionFolder.create(in: parent)
    let left = "\(parent)/bnconform-session-\(UUID())"
    try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: false)
    try Data([1]).write(to: URL(filePath: left + "/answer0.output"))
    SessionFolder.removeAbandoned(in: parent, olderThan: 60)
    #expect(FileManager.default.fileExists(atPath: left), "it may be about to be locked")
    SessionFolder.removeAbandoned(in: parent, olderThan: 0)
    #expect(!FileManager.default.fileExists(atPath: left))
    #expect(FileManager.default.fileExists(atPath: folder.path))
    folder.remove()
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }
}
