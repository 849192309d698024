// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNGoldenCases

/// A folder in which the talk with a child is kept, for authors who debug their adapter.
///
/// Tensors stand in the lines themselves, however large, so that a file is all that a replay needs:
/// `cat start.json eps:large:f32.request.json | ./adapter`. The files have the names of the cases, which
/// the messages in them do not have.
struct KeptRequests: Sendable {
  private let folder: String

  /// Makes the folder if need be.
  ///
  /// - Throws: ``AdapterFailure`` if that fails, or if something else has its name.
  init(folder: String) throws(AdapterFailure) {
    self.folder = URL(filePath: folder).path(percentEncoded: false)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw AdapterFailure(.notKept(reason: "\(folder) is no folder and cannot be made one"))
    }
  }

  /// Keeps the line that starts the child.
  func keepStart() throws(AdapterFailure) {
    // The session's own folder is gone when the line is used again.
    guard let line = try? WireCoding.line(WireCommand.start(folder: folder)) else { return }
    try write(line, "start.json")
  }

  /// Keeps the line that asks a case.
  func keep(request line: [UInt8], of id: CaseID) throws(AdapterFailure) {
    try write(line, "\(Self.name(id)).request.json")
  }

  /// Keeps what the child answered.
  func keep(answer line: [UInt8], to id: CaseID) throws(AdapterFailure) {
    try write(line, "\(Self.name(id)).answer.json")
  }

  private static func name(_ id: CaseID) -> String { id.text.replacing("/", with: ":") }

  private func write(_ line: [UInt8], _ name: String) throws(AdapterFailure) {
    let path = folder + "/" + name
    do {
      try Data(line + [UInt8(ascii: "\n")]).write(to: URL(filePath: path))
    } catch {
      throw AdapterFailure(.notKept(reason: "\(path) cannot be written"))
    }
  }
}
