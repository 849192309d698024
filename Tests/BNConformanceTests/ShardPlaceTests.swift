// SPDX-License-Identifier: MIT

import Testing

@testable import BNRunFile

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

  private static let engineNames = engines.map(\.0)

  @Test("is refused where an engine says only a part", arguments: engineNames)
  func partial(name: String) throws {
    let variables = try #require(Self.engines.first { $0.0 == name }).1
    for missing in variables.keys {
      var rest = variables
      rest[missing] = nil
      // A batch script outside of srun has a number, a job that is not parallel has a count.
      if ["SLURM_STEP_NUM_TASKS", "SLURM_PROCID", "CI_NODE_INDEX", "CI_NODE_TOTAL"].contains(
        missing
      ) {
        #expect(try ShardPlace.find(rest) == nil)
        continue
      }
      let error = #expect(throws: ShardPlaceError.self) { try ShardPlace.find(rest) }
      #expect(error?.description.contains(missing) == true)
    }
  }

  @Test("is refused for numbers that make no sense", arguments: engineNames)
  func senseless(name: String) throws {
    let variables = try #require(Self.engines.first { $0.0 == name }).1
    for variable in variables.keys {
      for value in ["-1", "x", "1.5", "99999999", "-9223372036854775808", "9223372036854775808"] {
        var wrong = variables
        wrong[variable] = value
        #expect(throws: ShardPlaceError.self, "\(variable)=\(value)") {
          try ShardPlace.find(wrong)
        }
      }
    }
  }

  @Test("is refused where the command line counts otherwise than the engine")
  func contradiction() {
    for (_, variables) in Self.engines {
      #expect(throws: ShardPlaceError.self) { try ShardPlace.find(variables, total: 5) }
    }
  }

  @Test("comes from a complete engine though another one says a part")
  func complete() throws {
    let variables = ["PMI_RANK": "3", "SLURM_PROCID": "1", "SLURM_STEP_NUM_TASKS": "4"]
    #expect(try ShardPlace.find(variables)?.source == "srun")
  }

  @Test("is none without an engine, and none in a batch script outside of srun")
  func none() throws {
    #expect(try ShardPlace.find([:]) == nil)
    #expect(try ShardPlace.find(["SLURM_PROCID": "0", "SLURM_NTASKS": "4"]) == nil)
    #expect(try ShardPlace.bazel(Self.engines[0].1) == nil)
    #expect(try ShardPlace.bazel(Self.engines[6].1)?.shard == Shard("2/4"))
  }
}
