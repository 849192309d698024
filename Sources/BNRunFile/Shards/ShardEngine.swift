// SPDX-License-Identifier: MIT

/// An engine that runs many processes, and the variables by which it tells them apart.
struct ShardEngine {
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
  /// Whether one of the two numbers is also told to processes that are no shard.
  var mayTellOneAlone = false

  /// Engines that start several processes of one job.
  static let processes = [
    ShardEngine(name: "Open MPI", index: "OMPI_COMM_WORLD_RANK", count: "OMPI_COMM_WORLD_SIZE"),
    ShardEngine(name: "MPICH", index: "PMI_RANK", count: "PMI_SIZE"),
    // A batch script has a process number, too; only a step that srun started has this count.
    ShardEngine(
      name: "srun",
      index: "SLURM_PROCID",
      count: "SLURM_STEP_NUM_TASKS",
      mayTellOneAlone: true
    ),
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
    // A job that is not parallel has the count 1 and no number.
    ShardEngine(
      name: "GitLab",
      index: "CI_NODE_INDEX",
      count: "CI_NODE_TOTAL",
      base: 1,
      mayTellOneAlone: true
    ),
    ShardEngine(name: "CircleCI", index: "CIRCLE_NODE_INDEX", count: "CIRCLE_NODE_TOTAL"),
    bazel,
  ]

  static let bazel = ShardEngine(
    name: "Bazel",
    index: "TEST_SHARD_INDEX",
    count: "TEST_TOTAL_SHARDS"
  )
}
