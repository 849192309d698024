// SPDX-License-Identifier: MIT

internal import BNPlatform

/// Which file a path leads to, however it is spelt: through links, `.` and `..`, and for a file that is
/// not there yet by the folder that it would be in.
enum FileIdentity: Hashable {
  case file(device: UInt64, number: UInt64)
  case absent(device: UInt64, folder: UInt64, name: String)

  /// Links that lead to links beyond these lead nowhere.
  private static let linkLimit = 40

  /// Finds the file; nil for a pipe or a device, which several may read and write, and for a file whose
  /// folder is not there.
  init?(_ path: String) {
    var path = path
    for _ in 0..<Self.linkLimit {
      var status = stat()
      if stat(path, &status) == 0 {
        guard [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else { return nil }
        self = .file(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
        return
      }
      let slash = path.lastIndex(of: "/")
      let folder = slash.map { String(path[...$0]) } ?? "./"
      // A link whose target is missing: what is written goes there.
      if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
        path = target.hasPrefix("/") ? target : folder + target
        continue
      }
      guard stat(folder, &status) == 0 else { return nil }
      self = .absent(
        device: UInt64(status.st_dev),
        folder: UInt64(status.st_ino),
        name: slash.map { String(path[path.index(after: $0)...]) } ?? path
      )
      return
    }
    return nil
  }
}
