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

  /// Spawns a child and gives its number in the stream, which ends empty if spawning fails.
  ///
  /// The three descriptors are closed here, whatever happens.
  static func spawn(
    _ configuration: Configuration,
    input: FileDescriptor,
    output: FileDescriptor,
    error: FileDescriptor
  ) -> (SpawnedChild, AsyncStream<Int32>) {
    let (numbers, number) = AsyncStream<Int32>.makeStream()
    let (held, release) = AsyncStream<Never>.makeStream()
    // A task of its own: the child outlives the call that spawned it, and cancelling that call
    // must not end the child before its descendants are found.
    let run = Task {
      defer { number.finish() }
      let result = try await Subprocess.run(
        configuration,
        input: .fileDescriptor(input, closeAfterSpawningProcess: true),
        output: .fileDescriptor(output, closeAfterSpawningProcess: true),
        error: .fileDescriptor(error, closeAfterSpawningProcess: true)
      ) { execution in
        number.yield(execution.processIdentifier.value)
        number.finish()
        for await _ in held {}
      }
      return ProcessEnding(result.terminationStatus)
    }
    return (SpawnedChild(run: run, release: release), numbers)
  }

  /// Why spawning failed, in words.
  var spawnFailure: String {
    get async {
      switch await run.result {
      case .success: "it ended at once"
      case .failure(let error): "\(error)"
      }
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
