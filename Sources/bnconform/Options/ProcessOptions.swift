// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNPlatform
internal import BNImplementations

/// What a process under test may take.
struct ProcessOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The time limit for a case.", valueName: "seconds"))
  var timeout = 30.0

  @Option(help: ArgumentHelp("The time limit for starting the process.", valueName: "seconds"))
  var startTimeout = 60.0

  @Option(
    help: ArgumentHelp(
      "The memory limit of the process; above it the process is killed (Linux).",
      valueName: "MiB"
    )
  )
  var memoryLimit: Int?

  @Option(
    help: ArgumentHelp(
      "Save the request and the answer of each case as files in this folder.",
      discussion: """
        To debug an adapter: cat FOLDER/start.json FOLDER/CASE.request.json | ADAPTER
        """,
      valueName: "folder"
    ),
    completion: .directory
  )
  var keepRequests: String?

  @Flag(
    name: .customLong("repeat"),
    help: "Run each case twice and report differing bits (default: only cases tagged smoke)."
  )
  var repeats = false

  func validate() throws {
    for (name, seconds) in [("--timeout", timeout), ("--start-timeout", startTimeout)] {
      guard seconds > 0, seconds <= 1e6 else {
        throw ValidationError("\(name) must be more than 0 seconds, but is \(seconds)")
      }
    }
    if let keepRequests, FileManager.default.isFolder(atPath: keepRequests) == false {
      throw ValidationError("--keep-requests needs a folder, but \(keepRequests) is a file")
    }
    if let memoryLimit, !(1...(1 << 30)).contains(memoryLimit) {
      throw ValidationError("--memory-limit must be 1 or more, but is \(memoryLimit)")
    }
  }

  /// The folder that the options name.
  var uses: [FileUse] {
    keepRequests.map { [FileUse(.written, $0, as: "--keep-requests \($0)")] } ?? []
  }

  /// Writes the options into a plan.
  func apply(to plan: inout RunPlan) {
    plan.processLimits = ProcessLimits(
      start: .seconds(startTimeout),
      perCase: .seconds(timeout),
      memory: memoryLimit.map { $0 << 20 }
    )
    plan.requestFolder = keepRequests
    plan.settings.repeats = repeats ? true : nil
  }
}
