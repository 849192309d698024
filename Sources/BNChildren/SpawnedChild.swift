// SPDX-License-Identifier: MIT

internal import Subprocess
internal import Synchronization

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// A child from its spawning to its reaping, both of which Subprocess does.
final class SpawnedChild: Sendable {
  private let run: Task<ProcessEnding, any Error>
  private let release: AsyncStream<Never>.Continuation
  private let isReaped = Mutex(false)

  private init(run: Task<ProcessEnding, any Error>, release: AsyncStream<Never>.Continuation) {
    self.run = run
    self.release = release
  }

  /// Spawns a child and gives its number.
  ///
  /// The three descriptors are closed here, whatever happens.
  ///
  /// - Throws: ``ChildStartError`` with Subprocess' reason.
  static func spawn(
    _ configuration: Configuration,
    input: FileDescriptor,
    output: FileDescriptor,
    error: FileDescriptor
  ) async throws(ChildStartError) -> (SpawnedChild, number: Int32) {
    let (held, release) = AsyncStream<Never>.makeStream()
    // A task of its own: the child outlives the call that spawned it, and cancelling that call
    // must not end the child before its descendants are found.
    let number = OneTimeResult<Int32>()
    let run = Task {
      let result = try await Subprocess.run(
        configuration,
        input: .fileDescriptor(input, closeAfterSpawningProcess: true),
        output: .fileDescriptor(output, closeAfterSpawningProcess: true),
        error: .fileDescriptor(error, closeAfterSpawningProcess: true)
      ) { execution in
        number.set(.success(execution.processIdentifier.value))
        for await _ in held {}
      }
      return ProcessEnding(result.terminationStatus)
    }
    Task {
      if case .failure(let error) = await run.result { number.set(.failure(error)) }
    }
    do {
      return (SpawnedChild(run: run, release: release), try await number.value)
    } catch {
      throw ChildStartError(reason: "\(error)")
    }
  }

  /// Runs the body unless the child's number may belong to another process by now.
  func whileUnreaped(_ body: () -> Void) {
    isReaped.withLock { if !$0 { body() } }
  }

  /// Lets Subprocess reap the child and says how it ended; nil if that could not be found out.
  func reap() async -> ProcessEnding? {
    isReaped.withLock { $0 = true }
    release.finish()
    return try? await run.value
  }
}

extension ProcessEnding {
  /// Takes the ending over from Subprocess.
  fileprivate init(_ status: TerminationStatus) {
    switch status {
    case .exited(let code): self = .exited(code)
    case .signaled(let signal): self = .signalled(signal)
    }
  }
}
