// SPDX-License-Identifier: MIT

extension FileManager {
  /// Whether what stands at a path is a folder; nil if nothing does.
  ///
  /// Foundation's own question differs between systems in the type of its answer.
  package func isFolder(atPath path: String) -> Bool? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return status.st_mode & S_IFMT == S_IFDIR
  }
}
