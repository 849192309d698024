// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import Subprocess
internal import Synchronization

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// A running child in a session of its own, with raw pipes to its three standard streams.
///
/// Subprocess spawns and reaps it; the talk goes over the pipes, because streaming through
/// Subprocess costs milliseconds a round trip.
package struct ChildProcess: Sendable {
  /// The parent's ends of the pipes: to standard input, from standard output and error.
  package let input: CInt
  package let output: CInt
  package let error: CInt
  /// The child and what it starts.
  package let table: ProcessTable

  private let spawned: SpawnedChild

  /// Spawns a command, whose first word is looked up in PATH unless it contains a slash.
  ///
  /// - Throws: ``ChildStartError`` if there is no such program, or nothing left to start it with.
  package static func start(
    _ command: [String],
    _ environment: [String: String] = [:]
  ) async throws(ChildStartError) -> ChildProcess {
    guard let program = command.first, !program.isEmpty else {
      throw ChildStartError(reason: "the command is empty")
    }
    ProcessTable.adoptOrphans()
    return try await SpareDescriptors.spawning { () async throws(ChildStartError) in
      try await spawn(command, program, environment)
    }
  }

  private static func spawn(
    _ command: [String],
    _ program: String,
    _ environment: [String: String]
  ) async throws(ChildStartError) -> ChildProcess {
    let mark = SessionMark.next()
    let pipes: [(read: FileDescriptor, write: FileDescriptor)]
    do {
      pipes = try openPipes()
    } catch {
      throw ChildStartError(reason: "no pipe to it: \(error)")
    }
    var variables: [Environment.Key: String?] = [
      .init(stringLiteral: SessionMark.variable): mark.inherited
    ]
    // Nothing of ours leads an adapter to the expected values.
    for name in ProcessInfo.processInfo.environment.keys where SessionMark.isHidden(name) {
      variables[.init(stringLiteral: name)] = .some(nil)
    }
    for (name, value) in environment { variables[.init(stringLiteral: name)] = value }
    let configuration = Configuration(
      executable: program.contains("/") ? .path(FilePath(program)) : .name(program),
      arguments: Arguments(Array(command.dropFirst())),
      environment: .inherit.updating(variables),
      platformOptions: .ownSession
    )
    do throws(ChildStartError) {
      let (child, number) = try await SpawnedChild.spawn(
        configuration,
        input: pipes[0].read,
        output: pipes[1].write,
        error: pipes[2].write
      )
      return ChildProcess(
        input: pipes[0].write.rawValue,
        output: pipes[1].read.rawValue,
        error: pipes[2].read.rawValue,
        table: ProcessTable(leader: number, mark: mark.own),
        spawned: child
      )
    } catch {
      for pipe in [pipes[0].write, pipes[1].read, pipes[2].read] { try? pipe.close() }
      throw ChildStartError(program, otherwise: error.reason)
    }
  }

  /// Kills the process group now, unless the child has been reaped already.
  package func kill() {
    spawned.whileUnreaped { table.signal(SIGKILL) }
  }

  /// Lets the child be reaped and says how it ended.
  ///
  /// Until then its number cannot be given to another process, so that signals go where they
  /// should.
  package func reap() async -> ProcessEnding? { await spawned.reap() }

  private static func openPipes() throws -> [(read: FileDescriptor, write: FileDescriptor)] {
    var pipes: [(read: FileDescriptor, write: FileDescriptor)] = []
    do {
      for ours in [1, 0, 0] {
        let pipe = try FileDescriptor.pipe()
        SystemCalls.prepare(pipe.readEnd.rawValue, nonblocking: ours == 0)
        SystemCalls.prepare(pipe.writeEnd.rawValue, nonblocking: ours == 1)
        pipes.append((pipe.readEnd, pipe.writeEnd))
      }
    } catch {
      for pipe in pipes {
        try? pipe.read.close()
        try? pipe.write.close()
      }
      throw error
    }
    return pipes
  }
}

extension PlatformOptions {
  /// A child that leads a session and so a process group.
  fileprivate static var ownSession: PlatformOptions {
    var options = PlatformOptions()
    options.createSession = true
    return options
  }
}

/// A child that could not be started.
package struct ChildStartError: Error, Equatable, CustomStringConvertible {
  /// What the system says.
  package let reason: String

  package init(reason: String) { self.reason = reason }

  /// Says what is wrong with the file of a program, if that can be seen, else what the system says.
  init(_ program: String, otherwise reason: String) {
    let manager = FileManager.default
    if !program.contains("/") {
      self.reason = reason
    } else if !manager.fileExists(atPath: program) {
      self.reason = "there is no file \(program)"
    } else if manager.fileExists(atPath: program + "/.") {
      self.reason = "\(program) is a folder"
    } else if !manager.isExecutableFile(atPath: program) {
      self.reason =
        "\(program) is not executable: `chmod +x` makes it so, or name its interpreter before it"
    } else if reason.contains("Exec format error") {
      self.reason = "\(program) is no program of this machine and no script with a #! line"
    } else {
      self.reason = reason
    }
  }

  /// One line for people.
  package var description: String { "cannot be started: \(reason)" }
}
