// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNAdequacy
internal import BNGoldenCases
internal import BNImplementations
internal import BNReporting
internal import BNRunFile
internal import BNRunning

/// `bnconform power`: what the cases could see of an implementation, without running any.
struct PowerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "power",
    abstract: "Show which known faults the cases would detect in an implementation of this scope.",
    discussion: """
      Nothing is run. Exits with 1 if a fault can hide: if it was seen in another type or kind of layer, \
      and nothing shows that it makes no difference in this scope. Examples: bnconform power --kind 2d --type float32 --mode inference
                                bnconform power --implementation 'python3 adapter.py'
      """
  )

  @Option(help: "Take the scope from what this implementation declares.")
  var implementation: String?

  @OptionGroup(title: "Scope") var scope: ScopeOptions

  @Option(help: SelectionOptions.profileHelp)
  var profile: CaseProfile?

  @Flag(help: "Name the faults that would not be detected.")
  var names = false

  @OptionGroup(title: "Golden files") var golden: GoldenOptions

  func validate() throws {
    if implementation != nil, !scope.isWhole {
      throw ValidationError("give --implementation or the parts of a scope, not both")
    }
  }

  func run() async throws {
    let choice = try golden.resolve()
    guard let kills = try choice.kills() else {
      throw NoKillTable(folder: choice.folder)
    }
    let power = PowerReport(
      kills,
      try await description(),
      profile: profile ?? .ofOthers
    )
    Terminal.output.write(power.lines(namesFaults: names).joined(separator: "\n") + "\n")
    if !power.hidden.isEmpty { try RunExitCode.notAsExpected.throwUnlessExpected() }
  }

  private func description() async throws -> ImplementationDescription {
    if let implementation {
      return try await ImplementationRegistry.find(implementation).description
    }
    return scope.description
  }
}

/// Golden files of which nobody has tabulated what they see.
private struct NoKillTable: HintedError {
  let folder: String?

  var description: String {
    "\(folder ?? "golden files named one by one"): no \(KillTable.fileName) belongs to these files"
  }

  var hint: String? { "`bnconform adequacy --kills FILE` makes one" }
}
