// SPDX-License-Identifier: MIT

import Testing

@testable import Conformance

@Suite("Shard place")
struct ShardPlaceTests {
  private static let engines: [(String, [String: String])] = [
    ("Open MPI", ["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "4"]),
    ("MPICH", ["PMI_RANK": "1", "PMI_SIZE": "4"]),
    ("srun", ["SLURM_PROCID": "1", "SLURM_STEP_NUM_TASKS": "4"]),
    (
      "Slurm array",
      [
        "SLURM_ARRAY_TASK_ID": "12", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_STEP": "2",
        "SLURM_ARRAY_TASK_COUNT": "4",
      ]
    ),
    ("GitLab", ["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "4"]),
    ("CircleCI", ["CIRCLE_NODE_INDEX": "1", "CIRCLE_NODE_TOTAL": "4"]),
    ("Bazel", ["TEST_SHARD_INDEX": "1", "TEST_TOTAL_SHARDS": "4"]),
  ]

  @Test("is read from each engine's variables", arguments: engines.map(\.0))
  func engine(name: String) throws {
    let variables = try #require(Self.engines.first { $0.0 == name }).1
    let place = try ShardPlace.find(variables)
    #expect(place?.shard == Shard("2/4") && place?.source == name)
  }

  @Test("of a PBS array needs the number of tasks")
  func pbs() throws {
    #expect(throws: ShardPlaceError.self) { try ShardPlace.find(["PBS_ARRAY_INDEX": "2"]) }
    #expect(try ShardPlace.find(["PBS_ARRAY_INDEX": "2"], total: 4)?.shard == Shard("2/4"))
    #expect(try ShardPlace.find(["PBS_ARRAYID": "4"], total: 4)?.shard == Shard("4/4"))
  }

  @Test("of processes inside the tasks of an array counts both")
  func nested() throws {
    var variables = Self.engines[0].1
    variables.merge(Self.engines[3].1) { $1 }
    let place = try ShardPlace.find(variables)
    #expect(place?.shard == Shard("6/16") && place?.source == "Slurm array, Open MPI")
  }

  @Test("is refused where an array has gaps or a variable is no number")
  func refused() {
    var gaps = Self.engines[3].1
    gaps["SLURM_ARRAY_TASK_ID"] = "13"
    #expect(throws: ShardPlaceError.self) { try ShardPlace.find(gaps) }
    gaps["SLURM_ARRAY_TASK_ID"] = "18"
    #expect(throws: ShardPlaceError.self) { try ShardPlace.find(gaps) }
    #expect(throws: ShardPlaceError.self) {
      try ShardPlace.find(["PMI_RANK": "4", "PMI_SIZE": "4"])
    }
    #expect(throws: ShardPlaceError.self) {
      try ShardPlace.find(["PMI_RANK": "x", "PMI_SIZE": "4"])
    }
  }

  @Test("is none without an engine, and none in a batch script outside of srun")
  func none() throws {
    #expect(try ShardPlace.find([:]) == nil)
    #expect(try ShardPlace.find(["SLURM_PROCID": "0", "SLURM_NTASKS": "4"]) == nil)
    #expect(try ShardPlace.bazel(Self.engines[0].1) == nil)
    #expect(try ShardPlace.bazel(Self.engines[6].1)?.shard == Shard("2/4"))
  }
}
