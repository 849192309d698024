// SPDX-License-Identifier: MIT

internal import Tensors

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The folder of one session, through which large tensors travel as raw files.
struct SessionFolder: Sendable {
  /// The folder's path.
  let path: String

  /// Creates a folder that only this user may enter.
  ///
  /// - Throws: ``WireTensorError`` if that fails.
  static func create() throws(WireTensorError) -> SessionFolder {
    let parent = FileManager.default.temporaryDirectory.path
    let name = "bnconform-" + String(UInt64.random(in: .min ... .max), radix: 36)
    let path = parent + "/" + name
    guard mkdir(path, 0o700) == 0 else {
      throw WireTensorError(description: "no folder can be made in \(parent)")
    }
    return SessionFolder(path: path)
  }

  /// Removes the folder and what is in it.
  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// Removes the files, which belong to one case.
  func clear() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names { try? FileManager.default.removeItem(atPath: path + "/" + name) }
  }

  /// Writes a file.
  func write(_ bytes: Data, to name: String) throws(WireTensorError) {
    do {
      try bytes.write(to: URL(filePath: path + "/" + name))
    } catch {
      throw WireTensorError(description: "cannot be written to the session's folder")
    }
  }

  /// Reads a file that must have exactly so many bytes.
  ///
  /// The other side names the file, so nothing but a plain file in this folder is opened, and
  /// nothing is allocated on its word.
  func read(_ name: String, count: Int) throws(WireTensorError) -> Data {
    guard !name.isEmpty, !name.contains("/"), !name.contains("\0"), name != ".", name != ".."
    else { throw WireTensorError(description: "names the file \(name.debugDescription)") }
    let file = path + "/" + name
    var status = stat()
    guard lstat(file, &status) == 0 else {
      throw WireTensorError(description: "names the file \(name), which is not there")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw WireTensorError(description: "names the file \(name), which is no plain file")
    }
    guard Int(status.st_size) == count else {
      throw WireTensorError(
        description: "names the file \(name) of \(status.st_size) bytes, but \(count) are expected"
      )
    }
    guard let bytes = try? Data(contentsOf: URL(filePath: file)), bytes.count == count else {
      throw WireTensorError(description: "names the file \(name), which cannot be read")
    }
    return bytes
  }
}
