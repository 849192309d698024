// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import Synchronization

/// Lets a child be spawned only while enough file descriptors are free.
///
/// Without one for the child itself Subprocess would never learn of its end, and wait for ever.
enum SpareDescriptors {
  /// What a spawn and a look into `/proc` open: six ends of pipes, seven of Subprocess', and some more.
  private static let each = 16
  private static let underWay = Mutex(0)

  /// Spawns if enough descriptors are free for this spawn and all that are under way.
  ///
  /// - Throws: ``ChildStartError`` if they are not.
  static func spawning<Result>(
    _ spawn: () async throws(ChildStartError) -> Result
  ) async throws(ChildStartError) -> Result {
    let isBegun = underWay.withLock { number in
      guard areFree((number + 1) * each) else { return false }
      number += 1
      return true
    }
    guard isBegun else {
      throw ChildStartError(
        reason: "too few file descriptors are free; raise `ulimit -n`, or run fewer --jobs"
      )
    }
    defer { underWay.withLock { $0 -= 1 } }
    return try await spawn()
  }

  private static func areFree(_ count: Int) -> Bool {
    var opened: [CInt] = []
    defer { for descriptor in opened { SystemCalls.release(descriptor) } }
    while opened.count < count {
      // The root is there even in a container without devices.
      let descriptor = open("/", O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return false }
      opened.append(descriptor)
    }
    return true
  }
}
