// SPDX-License-Identifier: MIT

internal import Synchronization

/// A BatchNorm in a child process that speaks the protocol of `tools/adapters/PROTOCOL.md`.
///
/// Nothing that the child does can hurt the run: it has time limits, a crash costs one case and is
/// followed by a fresh start, and neither it nor anything it started survives the session.
public struct ProcessImplementation: Implementation {
  /// The program and its arguments.
  public let command: [String]
  /// What the child may take.
  public let limits: ProcessLimits

  /// Environment variables that the child gets on top of ours.
  package var environment: [String: String] = [:]
  /// The folder in which the talk with the child is kept, if it is.
  package var requestFolder: String?

  private let known = KnownDescription()

  /// Creates an implementation from a program and its arguments.
  ///
  /// A program without a slash is looked up in PATH.
  public init(command: [String], limits: ProcessLimits = ProcessLimits()) {
    self.command = command
    self.limits = limits
  }

  /// What the child says of itself; it is started for that unless a session was open before.
  public var description: ImplementationDescription {
    get async throws {
      if let description = known.value { return description }
      return try await withSession { _ in try known.required() }
    }
  }

  /// Starts the child, runs the body and ends the child whatever happens.
  public func withSession<Result: Sendable>(
    _ body: (any ImplementationSession) async throws -> Result
  ) async throws -> Result {
    let session = try await ProcessSession.open(
      command,
      environment,
      limits: limits,
      kept: requestFolder.map { path throws(AdapterFailure) in try KeptRequests(folder: path) }
    )
    known.value = session.description
    do {
      let result = try await body(session)
      await session.close()
      return result
    } catch {
      await session.close()
      throw error
    }
  }
}

/// The description of the first session, shared by the copies of an implementation.
private final class KnownDescription: Sendable {
  private let stored = Mutex<ImplementationDescription?>(nil)

  var value: ImplementationDescription? {
    get { stored.withLock { $0 } }
    set { stored.withLock { $0 = newValue } }
  }

  func required() throws -> ImplementationDescription {
    guard let value else { throw AdapterFailure(.cancelled) }
    return value
  }
}
