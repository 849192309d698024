// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import CBNProcess

/// The processes of a session: a child and whatever it started.
///
/// On Linux they are found in `/proc` by their session or by a mark in their environment, so that
/// one that made a session of its own is found, too; one that also wiped its environment is not.
/// Elsewhere only the process group is known, and a descendant that left it survives.
package struct ProcessTable: Sendable {
  /// The child's process, which leads a session and a process group of that number; nil where only
  /// the mark counts.
  let leader: pid_t?
  /// The text that marks every process of the session in its environment.
  let mark: String

  /// Makes orphans of our children our own, so that they can be reaped.
  package static func adoptOrphans() { _ = bnconform_adopt_orphans() }

  /// Signals the process group.
  package func signal(_ number: CInt) {
    if let leader { _ = kill(-leader, number) }
  }

  /// Whether the leader has ended; it stays to be reaped.
  package func leaderHasEnded(within limit: Duration = .zero) -> Bool {
    leader.map { SystemCalls.hasEnded($0, within: limit) } ?? true
  }

  /// Whether a signal has stopped the leader.
  package func leaderIsStopped() -> Bool { leader.map(SystemCalls.isStopped) ?? false }

  /// Whether the leader waits for something; nil where the system does not tell.
  package func leaderIsWaiting() -> Bool? {
    #if os(Linux)
      leader.flatMap { ProcessRecord($0)?.isSleeping }
    #else
      nil
    #endif
  }

  /// Whether the leader is blocked in reading its standard input; false where the system does not tell.
  package func leaderReadsInput() -> Bool {
    #if os(Linux)
      leader.map(ProcessRecord.readsInput) ?? false
    #else
      false
    #endif
  }

  /// Asks the process group to end; one that is stopped has to go on for that.
  package func terminate() {
    signal(SIGTERM)
    signal(SIGCONT)
  }

  /// The resident size of all processes of the session in bytes; 0 where it is not known.
  package func residentBytes() -> Int {
    #if os(Linux)
      members(readingEnvironments: false).reduce(0) { $0 + $1.residentPages }
        * sysconf(Int32(_SC_PAGESIZE))
    #else
      0
    #endif
  }

  /// Kills everything but the leader and reaps what is ours; the leader is its spawner's to reap.
  package func endDescendants() {
    signal(SIGKILL)
    #if os(Linux)
      // A zombie has no environment any more, so the killed are remembered until they are reaped.
      var killed: Set<pid_t> = []
      for _ in 0..<200 {
        let left = members(readingEnvironments: true, or: killed).filter {
          $0.identifier != leader
        }
        for process in left where !process.isZombie {
          _ = kill(process.identifier, SIGKILL)
          killed.insert(process.identifier)
        }
        for process in left where process.parent == getpid() {
          if waitpid(process.identifier, nil, WNOHANG) == process.identifier {
            killed.remove(process.identifier)
          }
        }
        // A zombie whose parent is another process is that parent's to reap.
        if left.allSatisfy({ $0.isZombie && $0.parent != getpid() }) { return }
        usleep(1000)
      }
    #endif
  }

  #if os(Linux)
    private func members(
      readingEnvironments: Bool,
      or known: Set<pid_t> = []
    ) -> [ProcessRecord] {
      let marks = Array(mark.utf8)
      return ProcessRecord.all().filter { process in
        process.session == leader || known.contains(process.identifier)
          || (readingEnvironments && process.identifier != getpid()
            && process.environment.contains(marks))
      }
    }
  #endif
}
