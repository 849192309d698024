// SPDX-License-Identifier: MIT

internal import GoldenCases

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A folder in which the talk with a child is kept, for authors who debug their adapter.
///
/// Tensors stand in the lines themselves, however large, so that a file is all that a replay needs:
/// `cat start.json eps:large:f32.request.json | ./adapter`.
struct KeptRequests: Sendable {
  private let folder: String

  /// Makes the folder if need be; what cannot be written is not kept.
  init(folder: String) {
    self.folder = URL(filePath: folder).path(percentEncoded: false)
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// Keeps what is written to the child.
  func keep(_ line: [UInt8], of command: WireCommand) {
    switch command {
    case .start:
      // The session's own folder is gone when the line is used again.
      let start = try? WireCoding.line(WireCommand.start(folder: folder))
      write(start ?? line, "start.json")
    case .run(_, let testCase): write(line, "\(Self.name(testCase.id)).request.json")
    case .stop: break
    }
  }

  /// Keeps what the child answered.
  func keep(answer line: [UInt8], to id: CaseID) {
    write(line, "\(Self.name(id.text)).answer.json")
  }

  private static func name(_ id: String) -> String { id.replacing("/", with: ":") }

  private func write(_ line: [UInt8], _ name: String) {
    let bytes = Data(line + [UInt8(ascii: "\n")])
    try? bytes.write(to: URL(filePath: folder + "/" + name))
  }
}
