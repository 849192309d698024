// SPDX-License-Identifier: MIT

internal import CBNHDF5
internal import Synchronization

/// The C library of this process, entered by one caller at a time.
///
/// The lock is held for one C call, or a few that ask about one object, and the reading of their error
/// stack: many builds of the library are not thread-safe. It is not reentrant, so that a handle which
/// went away inside a locked sequence would stop the process.
package enum HDF5Library {
  /// Whether the library has been set up, under the lock that guards every call.
  private static let isSetUp = Mutex(false)

  /// Makes a C call, or a few that ask about one object, and turns a negative result into an error.
  static func call<Status: SignedInteger & Sendable>(
    _ operation: String,
    _ location: HDF5Location,
    _ body: () -> Status
  ) throws(HDF5Error) -> Status {
    let (status, frames) = locked {
      let status = body()
      return (status, status < 0 ? HDF5ErrorFrame.walkStack() : [])
    }
    guard status >= 0 else {
      throw HDF5Error(
        operation,
        location,
        problem(of: frames),
        frames: frames,
        hint: hint(for: frames)
      )
    }
    return status
  }

  /// Makes C calls about one object that cannot fail in a way that matters.
  ///
  /// The body must not let a handle go.
  package static func locked<Result: Sendable>(_ body: () -> Result) -> Result {
    isSetUp.withLock { isSetUp in
      if !isSetUp {
        _ = H5open()
        // A filter found in the environment's plugin folder would be foreign code.
        _ = H5PLset_loading_state(0)
        isSetUp = true
      }
      // The setting belongs to the thread, and tasks wander between threads.
      _ = H5Eset_auto2(chdf5_default_stack(), nil, nil)
      return HDF5Watch.watching(body)
    }
  }

  /// The version of the library, such as `1.10.8`.
  package static var version: String {
    let numbers = locked { () -> [UInt32] in
      var numbers: [UInt32] = [0, 0, 0]
      var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
      if unsafe H5get_libversion(&major, &minor, &release) >= 0 {
        numbers = [major, minor, release]
      }
      return numbers
    }
    return numbers.map(String.init).joined(separator: ".")
  }

  /// The version that this program was built with; it is known without setting the library up.
  package static var headerVersion: String {
    [H5_VERS_MAJOR, H5_VERS_MINOR, H5_VERS_RELEASE].map { "\($0)" }.joined(separator: ".")
  }

  private static func problem(of frames: [HDF5ErrorFrame]) -> HDF5Problem {
    switch frames.lazy.compactMap(\.sign).first {
    case .unknownVersion: .unknownVersion(library: version)
    case .openForWriting: .openForWriting
    case nil: .library
    }
  }

  private static func hint(for frames: [HDF5ErrorFrame]) -> String? {
    let minors = Set(frames.map(\.minor))
    if minors.contains("Not an HDF5 file") {
      return "the file is no HDF5 file, or its head is damaged"
    }
    if minors.contains("File has been truncated") { return "the file is shorter than it says" }
    return nil
  }
}
