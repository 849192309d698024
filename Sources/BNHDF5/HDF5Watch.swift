// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import Dispatch
internal import Dispatch
internal import Synchronization

/// Ends this process when one call of the library does not come back, or takes memory without end, and
/// says so in a line on standard error.
///
/// A damaged file can make the library loop or allocate what the file says. A process that opens files
/// of strangers and nothing else is better gone; whoever started it says so. Not for processes that
/// have anything to lose: it must be asked for.
package enum HDF5Watch {
  /// How long one call may take.
  package static let seconds = 30.0
  /// How many bytes one call may add to the process's resident memory.
  package static let bytes = 1 << 30
  /// The process's exit code when it was ended.
  package static let exitCode: Int32 = 2

  /// When the call under way began, in nanoseconds of a clock that only rises; 0 between calls.
  private static let began = Atomic<UInt64>(0)
  private static let isArmed = Atomic<Bool>(false)
  /// Begins to watch, for the rest of the process's life.
  package static func arm() {
    guard !isArmed.exchange(true, ordering: .relaxed) else { return }
    DispatchQueue(label: "bnconform.hdf5-watch").async { watch() }
  }

  /// Makes a call that is watched.
  static func watching<Result>(_ body: () -> Result) -> Result {
    guard isArmed.load(ordering: .relaxed) else { return body() }
    began.store(DispatchTime.now().uptimeNanoseconds, ordering: .relaxed)
    defer { began.store(0, ordering: .relaxed) }
    return body()
  }

  private static func watch() -> Never {
    var call: UInt64 = 0
    var residentBefore = 0
    while true {
      usleep(20_000)
      let current = began.load(ordering: .relaxed)
      guard current != 0, current == call else {
        (call, residentBefore) = (current, residentBytes)
        continue
      }
      let elapsed = Double(DispatchTime.now().uptimeNanoseconds &- current) / 1e9
      if elapsed > seconds { end("has not come back after \(Int(seconds)) s") }
      if residentBytes - residentBefore > bytes { end("took more than \(bytes >> 20) MiB") }
    }
  }

  private static func end(_ what: String) -> Never {
    let text = "reading it, a call of the HDF5 library \(what)\n"
    _ = Descriptor.write(Array(text.utf8), to: STDERR_FILENO)
    _exit(exitCode)
  }

  /// The resident memory of this process; 0 where the system does not tell.
  private static var residentBytes: Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return 0
    }
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
