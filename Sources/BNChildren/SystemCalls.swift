// SPDX-License-Identifier: MIT

internal import BNPlatform

/// The few system calls that talking to children needs, with their traps taken out.
package enum SystemCalls {
  /// The outcome of reading or writing a descriptor that does not block.
  enum Transfer: Equatable {
    case bytes(Int)
    case wouldBlock
    case closed
  }

  /// Makes a descriptor close on exec, and not block if asked.
  static func prepare(_ descriptor: CInt, nonblocking: Bool) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    guard nonblocking else { return }
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    #if canImport(Darwin)
      _ = fcntl(descriptor, F_SETNOSIGPIPE, 1)
    #endif
  }

  /// Reads what is there into a buffer.
  static func receive(_ descriptor: CInt, into buffer: inout [UInt8]) -> Transfer {
    while true {
      let capacity = buffer.count
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, capacity) }
      if count > 0 { return .bytes(count) }
      if count == 0 { return .closed }
      if errno == EINTR { continue }
      return errno == EAGAIN || errno == EWOULDBLOCK ? .wouldBlock : .closed
    }
  }

  /// Writes as much as the pipe takes; a pipe that nobody reads is an outcome, not a signal.
  static func send(_ descriptor: CInt, _ bytes: ArraySlice<UInt8>) -> Transfer {
    while true {
      let count = withoutBrokenPipeSignal {
        bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      }
      if count >= 0 { return .bytes(count) }
      if errno == EINTR { continue }
      return errno == EAGAIN || errno == EWOULDBLOCK ? .wouldBlock : .closed
    }
  }

  /// Closes a descriptor.
  static func release(_ descriptor: CInt) { _ = close(descriptor) }

  /// Whether a child has ended; it stays to be reaped by whoever spawned it.
  static func hasEnded(_ child: pid_t) -> Bool {
    while true {
      var information = siginfo_t()
      let result = waitid(P_PID, id_t(child), &information, WEXITED | WNOHANG | WNOWAIT)
      if result == 0 { return information.si_signo != 0 }
      if errno != EINTR { return true }
    }
  }

  /// Whether a signal has stopped a child, such as SIGSTOP; a debugger's stops do not count.
  static func isStopped(_ child: pid_t) -> Bool {
    var information = siginfo_t()
    let result = waitid(P_PID, id_t(child), &information, WSTOPPED | WNOHANG | WNOWAIT)
    return result == 0 && information.si_signo != 0
  }

  /// Whether nobody can read any more from the pipe that a descriptor writes to.
  static func hasNoReader(_ descriptor: CInt) -> Bool {
    var polled = pollfd(fd: descriptor, events: 0, revents: 0)
    return poll(&polled, 1, 0) > 0 && polled.revents & Int16(POLLERR | POLLHUP) != 0
  }

  /// The number of bytes in a pipe that nobody has read yet; nil where the writing end cannot tell.
  static func unreadBytes(_ descriptor: CInt) -> Int? {
    #if os(Linux)
      var count: CInt = 0
      return ioctl(descriptor, UInt(FIONREAD), &count) == 0 ? Int(count) : nil
    #else
      nil
    #endif
  }

  /// Waits a moment for a child to end: its pipes close before it does.
  static func hasEnded(_ child: pid_t, within limit: Duration) -> Bool {
    let deadline = ContinuousClock.now + limit
    while !hasEnded(child) {
      guard ContinuousClock.now < deadline else { return false }
      usleep(500)
    }
    return true
  }

  /// Runs a write with SIGPIPE held back in this thread and taken away if it came.
  ///
  /// Ignoring the signal for the whole process would change how the program ends that uses us.
  private static func withoutBrokenPipeSignal(_ body: () -> Int) -> Int {
    #if canImport(Darwin)
      return body()
    #else
      var brokenPipe = sigset_t()
      var previous = sigset_t()
      sigemptyset(&brokenPipe)
      sigaddset(&brokenPipe, SIGPIPE)
      pthread_sigmask(SIG_BLOCK, &brokenPipe, &previous)
      let count = body()
      let reason = errno
      if count < 0, reason == EPIPE {
        var immediately = timespec()
        _ = sigtimedwait(&brokenPipe, nil, &immediately)
      }
      pthread_sigmask(SIG_SETMASK, &previous, nil)
      errno = reason
      return count
    #endif
  }
}
