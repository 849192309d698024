// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNAdequacy
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
  var kind: [LayerForm] = []

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
    let kinds = Set(kind.map(\.kind))
    let others = LayerForm.allCases.filter { !kinds.contains($0.kind) }.map { "kind=\($0.kind)" }
    let ranks = kind.contains(.oneDimensional) ? [] : kind.compactMap(\.missingRank)
    return ImplementationDescription(
      name: "",
      version: "",
      language: "",
      types: type.isEmpty ? nil : type,
      unsupported: ((kind.isEmpty ? [] : Set(others).sorted() + ranks) + mode.missing + without)
        .map { DeclaredLimit(feature: $0) }
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

/// A kind of layer, or one of the two forms of `BatchNorm1d`.
enum LayerForm: String, CaseIterable, ExpressibleByArgument {
  case oneDimensional = "1d"
  case matrix = "nc"
  case sequence = "ncl"
  case twoDimensional = "2d"
  case threeDimensional = "3d"
  case anyDimensional = "nd"

  fileprivate var kind: String {
    switch self {
    case .matrix, .sequence: Self.oneDimensional.rawValue
    default: rawValue
    }
  }

  /// The rank of `BatchNorm1d` that this form lacks.
  fileprivate var missingRank: String? {
    switch self {
    case .matrix: "rank=3"
    case .sequence: "rank=2"
    default: nil
    }
  }
}

extension Scope.Mode: ExpressibleByArgument {
  /// The features that an implementation lacks which goes no further than this.
  fileprivate var missing: [String] {
    let steps: [CaseFeature] = [.training, .backward, .doubleBackward]
    let depth = Self.allCases.firstIndex(of: self) ?? 0
    return steps.dropFirst(depth).map(\.name)
  }
}
