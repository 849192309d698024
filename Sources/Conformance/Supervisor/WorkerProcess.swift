// SPDX-License-Identifier: MIT

internal import Foundation
internal import Implementations
internal import Subprocess

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// One run of a worker, from its start to its reaping.
struct WorkerProcess: Sendable {
  let command: WorkerCommand
  let limits: WorkerLimits

  /// Starts the worker, hands each line that it writes to the body, and returns how it ended.
  ///
  /// The body returns false for what is no message; the worker is stopped then. When the task is
  /// cancelled the worker is stopped with all its descendants. Further assignments come to it from
  /// the feed.
  func run(
    _ assignment: WorkerAssignment,
    feed: WorkerFeed? = nil,
    receive: @escaping @Sendable ([UInt8]) -> Bool
  ) async -> WorkerEnd {
    let word: String
    let (output, error): (PipeEnds, PipeEnds)
    let input: Int32
    do {
      word = String(decoding: try JSONLine().encode(assignment).dropLast(), as: UTF8.self)
      output = try PipeEnds()
      error = try PipeEnds()
      input = try feed?.open() ?? PipeEnds.nothingToRead()
    } catch {
      return WorkerEnd(.notStarted("\(error)"))
    }
    let channel = WorkerChannel(
      output: output.readEnd,
      error: error.readEnd,
      limits: limits,
      receive: receive
    )
    // Not a child task: cancelling that would kill the worker alone and leave its descendants.
    let running = Task.detached {
      defer { feed?.close() }
      return await start(
        word,
        input: input,
        output: output.writeEnd,
        error: error.writeEnd,
        channel
      )
    }
    return await withTaskCancellationHandler {
      await running.value
    } onCancel: {
      channel.cancel()
    }
  }

  private func start(
    _ word: String,
    input: Int32,
    output: Int32,
    error: Int32,
    _ channel: WorkerChannel
  ) async -> WorkerEnd {
    var options = PlatformOptions()
    // A group of its own, so that it can be stopped with its descendants.
    options.processGroupID = 0
    // Processes under test have groups of their own; the mark finds them if the worker was killed.
    let mark = SessionMark.next()
    defer { mark.endAll() }
    do {
      let result = try await Subprocess.run(
        .path(FilePath(command.executable)),
        arguments: [WorkerCommand.subcommand, word],
        environment: .inherit.updating([.init(stringLiteral: SessionMark.variable): mark.inherited]
        ),
        platformOptions: options,
        input: .fileDescriptor(FileDescriptor(rawValue: input), closeAfterSpawningProcess: true),
        output: .fileDescriptor(FileDescriptor(rawValue: output), closeAfterSpawningProcess: true),
        error: .fileDescriptor(FileDescriptor(rawValue: error), closeAfterSpawningProcess: true)
      ) { execution in
        await channel.run(process: execution.processIdentifier.value)
      }
      let report = result.closureResult
      return WorkerEnd(
        report.stopCause ?? WorkerEnd.Cause(result.terminationStatus),
        standardError: report.standardError
      )
    } catch {
      channel.abandon()
      return WorkerEnd(.notStarted("\(error)"))
    }
  }
}

extension WorkerEnd.Cause {
  fileprivate init(_ status: TerminationStatus) {
    switch status {
    case .exited(let code): self = .exited(code)
    case .signaled(let signal): self = .signalled(signal)
    }
  }
}
