// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNAdequacy
internal import BatchNorm
internal import BNGoldenCases
internal import BNImplementations
internal import BNReporting
internal import BNRunFile
internal import BNRunning
internal import BNTensors

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

  @Option(
    help: "A kind of layer or form that is supported: 1d, 2d, 3d, nd, nc or ncl (repeatable)."
  )
  var kind: [String] = []

  @Option(help: "An element type that is supported (repeatable).")
  var type: [ElementType] = []

  @Option(help: "What is supported: inference, training, gradients or second-order.")
  var mode: Scope.Mode = .secondOrder

  @Option(help: "A feature of PROTOCOL.md that is not supported (repeatable).")
  var without: [String] = []

  @Option(help: SelectionOptions.profileHelp)
  var profile: CaseProfile?

  @Flag(help: "Name the faults that would not be detected.")
  var names = false

  @OptionGroup(title: "Golden files") var golden: GoldenOptions

  func validate() throws {
    if implementation != nil, !kind.isEmpty || !type.isEmpty || !without.isEmpty {
      throw ValidationError("give --implementation or the parts of a scope, not both")
    }
    let kinds = Scope.kinds.subtracting([Scope.anyKind]).sorted()
    for name in kind where !kinds.contains(name) {
      throw ValidationError("--kind \(name): it is one of \(kinds.joined(separator: ", "))")
    }
    if type.contains(.int64) { throw ValidationError("--type int64: no BatchNorm takes it (R17)") }
    for name in without where !CaseFeature.names.contains(name) {
      let clause = Suggestion.clause(for: name, among: CaseFeature.names.sorted())
      throw ValidationError("there is no feature \(name.debugDescription)\(clause)")
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
    let kinds = Set(kind.compactMap { Presentation(rawValue: $0)?.kind ?? LayerKind(rawValue: $0) })
    let others = LayerKind.allCases.filter { !kinds.contains($0) }.map(CaseFeature.kind)
    // Who names a form of BatchNorm1d only lacks the rank of the other one.
    let named = Set(kind.compactMap { Presentation(rawValue: $0)?.rank })
    let isWhole = kind.contains(LayerKind.oneDimensional.rawValue)
    let ranks = isWhole || !kinds.contains(.oneDimensional) ? [] : Set([2, 3]).subtracting(named)
    return ImplementationDescription(
      name: "",
      version: "",
      language: "",
      types: type.isEmpty ? nil : type,
      unsupported: ((kind.isEmpty ? [] : others + ranks.map(CaseFeature.rank)).map(\.name)
        + mode.missing + without)
        .map { DeclaredLimit(feature: $0) },
      offers: CaseFeature.optional.map(\.name)
    )
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

extension Scope.Mode: ExpressibleByArgument {
  /// The features that an implementation lacks which goes no further than this.
  fileprivate var missing: [String] {
    let steps: [CaseFeature] = [.training, .backward, .doubleBackward]
    let depth = Self.allCases.firstIndex(of: self) ?? 0
    return steps.dropFirst(depth).map(\.name)
  }
}
