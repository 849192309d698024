// SPDX-License-Identifier: MIT

internal import Foundation
internal import Synchronization

/// Reads what a worker writes until it is gone, on a thread of its own.
///
/// Plain reads of two pipes: an asynchronous sequence costs a hundred times as much a line. The
/// thread also watches over the worker, so that one which hangs, lingers, or leaves a descendant that
/// holds its pipes cannot hold up the run.
final class WorkerChannel: Sendable {
  private let output: Int32
  private let error: Int32
  private let limits: WorkerLimits
  private let receive: @Sendable ([UInt8]) -> Bool
  private let isCancelled = Mutex(false)

  /// What the thread saw.
  struct Report: Sendable {
    var standardError: String
    /// Why the worker was stopped, if it was.
    var stopCause: WorkerEnd.Cause?
  }

  /// Takes over the reading ends of the two pipes; the body returns false for what is no message.
  init(
    output: Int32,
    error: Int32,
    limits: WorkerLimits,
    receive: @escaping @Sendable ([UInt8]) -> Bool
  ) {
    self.output = output
    self.error = error
    self.limits = limits
    self.receive = receive
  }

  /// Has the worker stopped as soon as may be.
  func cancel() { isCancelled.withLock { $0 = true } }

  /// Closes the pipes of a worker that never came to life.
  func abandon() {
    close(output)
    close(error)
  }

  /// Reads to the end; closes the pipes.
  func run(process: Int32) async -> Report {
    await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: self.read(process: process)) }
      thread.stackSize = 4 << 20
      thread.start()
    }
  }

  private func read(process: Int32) -> Report {
    var pipes = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
    pipes.append(pollfd(fd: error, events: Int16(POLLIN), revents: 0))
    var (lines, tail) = (LineBuffer(), OutputTail())
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    var watch = WorkerWatch(process: process, limits: limits)
    while true {
      let count = poll(&pipes, nfds_t(pipes.count), watch.patience)
      if count > 0 {
        watch.noteActivity()
        if pipes[0].revents != 0, let bytes = Self.take(&pipes[0], buffer) {
          for line in lines.append(bytes) where !watch.isStopping {
            if !receive(line) { watch.stop(.garbage(Self.excerpt(line))) }
          }
          if lines.isOverfull { watch.stop(.garbage(Self.excerpt(lines.rest))) }
        }
        if pipes[1].revents != 0, let bytes = Self.take(&pipes[1], buffer) { tail.append(bytes) }
      }
      if isCancelled.withLock({ $0 }) { watch.stop(.cancelled) }
      if watch.isOver(pipesAreClosed: pipes.allSatisfy { $0.fd < 0 }, isQuiet: count == 0) { break }
    }
    if !lines.rest.isEmpty, watch.cause == nil { watch.cause = .garbage(Self.excerpt(lines.rest)) }
    watch.sweep()
    abandon()
    return Report(standardError: tail.text, stopCause: watch.cause)
  }

  /// Reads what there is, into a buffer that holds it until the next reading; takes the pipe out of the
  /// set at its end.
  private static func take(
    _ pipe: inout pollfd,
    _ buffer: UnsafeMutableRawBufferPointer
  ) -> UnsafeRawBufferPointer? {
    var count: Int
    repeat {
      count = Foundation.read(pipe.fd, buffer.baseAddress, buffer.count)
    } while count < 0 && errno == EINTR
    guard count > 0 else {
      pipe.fd = -1
      return nil
    }
    return UnsafeRawBufferPointer(rebasing: buffer[..<count])
  }

  private static func excerpt(_ line: some Collection<UInt8>) -> String {
    String(decoding: line.prefix(120), as: UTF8.self)
  }
}
