// SPDX-License-Identifier: MIT

import BNTestSupport
import Foundation
import Testing

@testable import BNGoldenCases

@Suite("Input file")
struct InputFileTests {
  private func refusal(_ path: String, atMost limit: Int = InputFile.listLimit) -> String? {
    do throws(InputFileError) {
      _ = try InputFile.contents(of: path, atMost: limit)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test("is read whole, up to and including the limit")
  func whole() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("list")
    let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 * 7) })
    try bytes.write(to: URL(filePath: path))
    #expect(try InputFile.contents(of: path, atMost: bytes.count) == bytes)
    #expect(refusal(path, atMost: bytes.count - 1) == "it is larger than the 2 MiB that are read")
    try Data().write(to: URL(filePath: path))
    #expect(try InputFile.contents(of: path).isEmpty)
  }

  @Test(
    "that never ends is given up",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/zero"))
  )
  func endless() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("zeros")
    symlink("/dev/zero", path)
    let expected = "it is larger than the 1 MiB that are read"
    #expect(refusal(path, atMost: InputFile.runFileLimit) == expected)
    #expect(try InputFile.contents(of: "/dev/null").isEmpty)
  }

  @Test("that is a named pipe or a folder, or is not there, is refused at once")
  func others() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("pipe")
    mkfifo(path, 0o600)
    #expect(refusal(path) == "it is a named pipe, which might never end")
    #expect(refusal(folder.path) == "it is a folder")
    #expect(refusal(folder.file("missing")) == "there is no such file")
  }

  @Test("comes from a pipe that has a number")
  func descriptor() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    #expect(write(ends[1], "hello", 5) == 5)
    close(ends[1])
    #expect(try InputFile.contents(of: "/dev/fd/\(ends[0])") == Data("hello".utf8))
  }
}
