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
    guard let inner, let outer else {
      if let inner, let total, total != inner.shard.count {
        throw ShardPlaceError("auto/\(total), but \(inner.source) says \(inner.shard.count)")
      }
      return inner ?? outer
    }
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
