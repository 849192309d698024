// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNPlatform

/// Which part of a run is done.
struct ShardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Run one shard: k/n, or auto to take it from the job scheduler.",
      discussion: """
        auto supports Slurm arrays and srun, Open MPI, MPICH, PBS arrays (auto/n), GitLab and \
        CircleCI; Bazel's shards need no option. {shard} in the names of reports stands for k-of-n. \
        `bnconform merge` merges the shards.
        """,
      valueName: "k/n"
    )
  )
  var shard: String?

  @Option(
    help: ArgumentHelp(
      "Balance the shards by the times of this earlier run.",
      valueName: "run.jsonl"
    ),
    completion: .file(extensions: ["jsonl"])
  )
  var shardCosts: String?

  func validate() throws {
    if let shard, automatic == nil, Shard(shard) == nil {
      throw ValidationError("--shard must be k/n with 1 ≤ k ≤ n, or auto, but is \(shard)")
    }
  }

  /// The files that the options name.
  var uses: [FileUse] {
    shardCosts.map { [FileUse(.read, $0, as: "--shard-costs \($0)")] } ?? []
  }

  /// Whether the engine is to be asked, and the number of tasks that it may not tell.
  private var automatic: (total: Int?, Void)? {
    guard let shard, shard == "auto" || shard.hasPrefix("auto/") else { return nil }
    guard shard != "auto" else { return (nil, ()) }
    return Int(shard.dropFirst(5)).map { ($0, ()) }
  }

  /// The part to do; nil for the whole run.
  func place(environment: [String: String]) throws -> ShardPlace? {
    do throws(ShardPlaceError) {
      if let automatic {
        if let found = try ShardPlace.find(environment, total: automatic.total) { return found }
        throw ShardPlaceError("no engine for parallel jobs has set its variables; write k/n")
      }
      if let shard { return Shard(shard).map { ShardPlace(shard: $0, source: "--shard") } }
      guard let found = try ShardPlace.bazel(environment) else { return nil }
      Self.tellBazel(environment)
      return found
    } catch {
      throw ValidationError("--shard: \(error)")
    }
  }

  /// Bazel runs a test whole unless it says, by touching a file, that it knows shards.
  private static func tellBazel(_ environment: [String: String]) {
    guard let path = environment["TEST_SHARD_STATUS_FILE"] else { return }
    let descriptor = open(path, O_WRONLY | O_CREAT, 0o666)
    if descriptor >= 0 { close(descriptor) }
  }
}
