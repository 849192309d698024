// SPDX-License-Identifier: MIT

/// What a child process may take before it is ended.
public struct ProcessLimits: Equatable, Codable, Sendable {
  /// The time until `start` must be answered.
  public var start: Duration
  /// The time until a case must be answered.
  public var perCase: Duration
  /// The time that an orderly end may take before the process is killed.
  public var stop: Duration
  /// The largest resident size of all its processes in bytes, sampled; nil is no limit.
  ///
  /// The size is sampled because a limit on the address space breaks CUDA, JAX and JVMs, which
  /// reserve far more than they use.
  public var memory: Int?
  /// The longest answer line in bytes; larger tensors belong into files.
  public var answerLength: Int

  /// Creates limits; the defaults are those of the documentation.
  public init(
    start: Duration = .seconds(60),
    perCase: Duration = .seconds(30),
    stop: Duration = .seconds(2),
    memory: Int? = nil,
    answerLength: Int = 64 << 20
  ) {
    self.start = start
    self.perCase = perCase
    self.stop = stop
    self.memory = memory
    self.answerLength = answerLength
  }
}
