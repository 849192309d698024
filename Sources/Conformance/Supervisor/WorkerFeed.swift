// SPDX-License-Identifier: MIT

internal import Foundation

/// The way by which a running worker gets further assignments: lines on its standard input.
final class WorkerFeed: Sendable {
  private let descriptor = Shared<Int32?>(nil)

  /// Makes the pipe and returns the end that the worker reads.
  ///
  /// - Throws: ``PipeError`` if there are no descriptors left.
  func open() throws(PipeError) -> Int32 {
    let pipe = try PipeEnds()
    descriptor.withLock { $0 = pipe.writeEnd }
    return pipe.readEnd
  }

  /// Hands over an assignment; false if the worker is gone.
  func send(_ assignment: WorkerAssignment) -> Bool {
    guard let line = try? JSONLine().encode(assignment) else { return false }
    return descriptor.withLock { $0.map { Descriptor.write(line, to: $0) } ?? false }
  }

  /// Says that there is nothing more to do.
  func close() {
    descriptor.withLock { descriptor in
      if let descriptor { Foundation.close(descriptor) }
      descriptor = nil
    }
  }
}
