// SPDX-License-Identifier: MIT

internal import Foundation

/// Decides when a worker is over, and stops one that does not end by itself.
struct WorkerWatch {
  private let process: Int32
  private let limits: WorkerLimits
  private let clock = ContinuousClock()
  private var lastActivity: ContinuousClock.Instant
  private var closedSince: ContinuousClock.Instant?
  private var goneSince: ContinuousClock.Instant?
  private var stoppedSince: ContinuousClock.Instant?
  /// Why the worker was stopped, if it was.
  var cause: WorkerEnd.Cause?

  init(process: Int32, limits: WorkerLimits) {
    self.process = process
    self.limits = limits
    lastActivity = clock.now
  }

  /// Whether the worker has been asked to stop.
  var isStopping: Bool { stoppedSince != nil }

  /// How many milliseconds to wait for something to read.
  var patience: Int32 { closedSince == nil ? 100 : 1 }

  mutating func noteActivity() { lastActivity = clock.now }

  /// Asks the worker and its descendants to stop; only the first cause counts.
  mutating func stop(_ cause: WorkerEnd.Cause) {
    guard stoppedSince == nil else { return }
    (self.cause, stoppedSince) = (cause, clock.now)
    kill(-process, SIGTERM)
  }

  /// Whether nothing more is to be expected; to be asked after each reading.
  mutating func isOver(pipesAreClosed: Bool, isQuiet: Bool) -> Bool {
    let now = clock.now
    if hasExited {
      goneSince = goneSince ?? now
      // A descendant may hold the pipes open for ever; what the worker wrote has been read by now.
      if pipesAreClosed || isQuiet { return true }
    }
    if pipesAreClosed {
      closedSince = closedSince ?? now
      if let closedSince, closedSince.duration(to: now) > limits.grace { stop(.lingered) }
    } else if lastActivity.duration(to: now) > limits.silence {
      stop(.stalled(seconds: limits.silence / .seconds(1)))
    }
    if let stoppedSince, stoppedSince.duration(to: now) > limits.grace { kill(-process, SIGKILL) }
    return false
  }

  /// Ends what the worker has left behind in its process group.
  func sweep() { kill(-process, SIGKILL) }

  /// Whether the process has ended, without taking its status from whoever reaps it.
  private var hasExited: Bool {
    var information = siginfo_t()
    let result = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
    if result != 0 { return errno == ECHILD }
    #if os(macOS)
      return information.si_pid != 0
    #else
      return information.si_signo != 0
    #endif
  }
}
