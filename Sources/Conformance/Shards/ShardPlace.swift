// SPDX-License-Identifier: MIT

/// The shard that an engine for parallel jobs has given to this process, and which engine it is.
package struct ShardPlace: Equatable, Sendable {
  /// The part of the run.
  package var shard: Shard
  /// The engine, such as `Slurm array`.
  package var source: String

  /// Creates a place.
  package init(shard: Shard, source: String) {
    self.shard = shard
    self.source = source
  }

  /// Finds the place in the environment's variables; nil if no engine speaks there.
  ///
  /// Engines may be nested: an MPI job in each task of an array has as many shards as the array has
  /// tasks, times the processes of one job. `total` is the number of tasks for engines that do not tell.
  ///
  /// - Throws: ``ShardPlaceError`` if what an engine says makes no sense.
  package static func find(
    _ environment: [String: String],
    total: Int? = nil
  ) throws(ShardPlaceError) -> ShardPlace? {
    let reading = ShardVariables(environment)
    let inner = try reading.first(ShardEngine.processes, total: nil)
    let outer = try reading.first(ShardEngine.tasks, total: total)
    guard let inner, let outer else { return inner ?? outer }
    let (width, height) = (inner.shard.count, outer.shard.count)
    let index = (outer.shard.index - 1) * width + inner.shard.index
    guard let shard = Shard(index: index, count: width * height) else {
      throw ShardPlaceError("\(width) × \(height) shards are too many")
    }
    return ShardPlace(shard: shard, source: "\(outer.source), \(inner.source)")
  }

  /// The place that Bazel gives a test, which need not be asked for.
  ///
  /// - Throws: ``ShardPlaceError`` as finding does.
  package static func bazel(
    _ environment: [String: String]
  ) throws(ShardPlaceError) -> ShardPlace? {
    try ShardVariables(environment).first([.bazel], total: nil)
  }
}

/// Variables of an engine that make no sense.
package struct ShardPlaceError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, in one line.
  package let description: String

  /// Creates an error.
  package init(_ description: String) { self.description = description }
}

/// An engine that runs many processes, and the variables by which it tells them apart.
private struct ShardEngine {
  var name: String
  /// The number of this process.
  var index: String
  /// The number of processes; nil if the engine does not tell.
  var count: String?
  /// The variables for the lowest number and the step, of arrays that need not start at 0.
  var first: String?
  var step: String?
  /// The lowest number, where it is always the same.
  var base = 0

  /// Engines that start several processes of one job.
  static let processes = [
    ShardEngine(name: "Open MPI", index: "OMPI_COMM_WORLD_RANK", count: "OMPI_COMM_WORLD_SIZE"),
    ShardEngine(name: "MPICH", index: "PMI_RANK", count: "PMI_SIZE"),
    // A batch script has a process number, too; only a step that srun started has this count.
    ShardEngine(name: "srun", index: "SLURM_PROCID", count: "SLURM_STEP_NUM_TASKS"),
  ]

  /// Engines that start several jobs.
  static let tasks = [
    ShardEngine(
      name: "Slurm array",
      index: "SLURM_ARRAY_TASK_ID",
      count: "SLURM_ARRAY_TASK_COUNT",
      first: "SLURM_ARRAY_TASK_MIN",
      step: "SLURM_ARRAY_TASK_STEP"
    ),
    ShardEngine(name: "PBS array", index: "PBS_ARRAY_INDEX", base: 1),
    ShardEngine(name: "Torque array", index: "PBS_ARRAYID", base: 1),
    ShardEngine(name: "GitLab", index: "CI_NODE_INDEX", count: "CI_NODE_TOTAL", base: 1),
    ShardEngine(name: "CircleCI", index: "CIRCLE_NODE_INDEX", count: "CIRCLE_NODE_TOTAL"),
    bazel,
  ]

  static let bazel = ShardEngine(
    name: "Bazel",
    index: "TEST_SHARD_INDEX",
    count: "TEST_TOTAL_SHARDS"
  )
}

/// The environment, asked for numbers.
private struct ShardVariables {
  private let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  /// The place that the first engine gives which has a number for this process.
  func first(_ engines: [ShardEngine], total: Int?) throws(ShardPlaceError) -> ShardPlace? {
    for engine in engines {
      guard let index = try number(engine.index) else { continue }
      guard let count = try engine.count.flatMap(number) ?? (engine.count == nil ? total : nil)
      else {
        if engine.count != nil { continue }
        throw ShardPlaceError("\(engine.name) does not tell how many tasks there are; write auto/N")
      }
      let base = try engine.first.flatMap(number) ?? engine.base
      let step = max(1, try engine.step.flatMap(number) ?? 1)
      let offset = index - base
      guard offset >= 0, offset % step == 0,
        let shard = Shard(index: offset / step + 1, count: count)
      else {
        throw ShardPlaceError(
          "\(engine.name) says number \(index) of \(count) from \(base) in steps of \(step), "
            + "which leaves gaps; number the tasks without any"
        )
      }
      return ShardPlace(shard: shard, source: engine.name)
    }
    return nil
  }

  private func number(_ name: String) throws(ShardPlaceError) -> Int? {
    guard let text = environment[name], !text.isEmpty else { return nil }
    guard let number = Int(text), abs(number) < 1 << 31 else {
      throw ShardPlaceError("\(name) is \(text.prefix(40).debugDescription), but must be a number")
    }
    return number
  }
}
