// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNChildren
internal import BNTensors

/// The folder of one session, through which large tensors travel as raw files.
///
/// A lock is held on it as long as the session lives. One without a lock was left behind by a process
/// that was killed; the next session removes it.
struct SessionFolder: Sendable {
  /// The folder's path.
  let path: String
  /// The descriptor that holds the lock; nil for a folder that is not ours or cannot be locked.
  private let lock: CInt?

  private static let prefix = "bnconform-session-"
  /// A folder younger than this may belong to a process that is about to lock it.
  private static let settlingTime = 60

  /// Another process' folder.
  init(path: String) { (self.path, lock) = (path, nil) }

  private init(path: String, lock: CInt?) { (self.path, self.lock) = (path, lock) }

  /// Creates a folder that only this user may enter, and removes those that killed processes left.
  ///
  /// - Throws: ``WireTensorError`` if that fails.
  static func create(
    in parent: String = FileManager.default.temporaryDirectory.path
  ) throws(WireTensorError) -> SessionFolder {
    removeAbandoned(in: parent, olderThan: settlingTime)
    let path = parent + "/" + prefix + String(UInt64.random(in: .min ... .max), radix: 36)
    guard mkdir(path, 0o700) == 0 else {
      throw WireTensorError(description: "no folder can be made in \(parent)")
    }
    // Where the file system has no locks, nobody can remove what somebody else left.
    return SessionFolder(path: path, lock: locked(path))
  }

  /// Removes this user's session folders that nobody holds a lock on.
  static func removeAbandoned(in parent: String, olderThan seconds: Int) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = parent + "/" + name
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
        status.st_uid == geteuid(), time(nil) - status.changeTime >= seconds,
        let lock = locked(path)
      else { continue }
      SessionFolder(path: path, lock: lock).remove()
    }
  }

  /// Opens a folder and locks it; nil if that fails or somebody else holds the lock.
  private static func locked(_ path: String) -> CInt? {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
    close(descriptor)
    return nil
  }

  /// Removes the folder and what is in it, and gives the lock back.
  func remove() {
    try? FileManager.default.removeItem(atPath: path)
    if let lock { close(lock) }
  }

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
    let shown = name.cut(to: String.labelLimit)
    guard !name.isEmpty, !name.contains("/"), !name.contains("\0"), name != ".", name != ".."
    else { throw WireTensorError(description: "names the file \(shown.debugDescription)") }
    // Opening a pipe would wait for its other end.
    let descriptor = open(path + "/" + name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      let isThere = errno != ENOENT
      throw WireTensorError(
        description: "names the file \(shown), which is \(isThere ? "no plain file" : "not there")"
      )
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw WireTensorError(description: "names the file \(shown), which is no plain file")
    }
    guard Int(status.st_size) == count else {
      throw WireTensorError(
        description: "names the file \(shown) of \(status.st_size) bytes, but \(count) are expected"
      )
    }
    var bytes = Data(count: count)
    guard bytes.withUnsafeMutableBytes({ Descriptor.fill($0, from: descriptor) }) == count else {
      throw WireTensorError(description: "names the file \(shown), which cannot be read")
    }
    return bytes
  }
}

extension stat {
  /// When the folder's entries last changed, in seconds.
  fileprivate var changeTime: Int {
    #if canImport(Darwin)
      st_mtimespec.tv_sec
    #else
      st_mtim.tv_sec
    #endif
  }
}
