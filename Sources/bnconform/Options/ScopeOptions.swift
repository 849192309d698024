// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNGoldenCases
internal import BNImplementations
internal import BNRunFile
internal import BNTensors
internal import BatchNorm

/// A scope in its parts: kinds of layer, element types, modes, and features that are left out.
struct ScopeOptions: ParsableArguments {
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

  func validate() throws {
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

  /// Whether nothing is left out.
  var isWhole: Bool { kind.isEmpty && type.isEmpty && without.isEmpty && mode == .secondOrder }

  /// What an implementation of this scope would declare.
  var description: ImplementationDescription {
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

  /// The words of the command line that say so.
  var words: [String] {
    kind.flatMap { ["--kind", $0] } + type.flatMap { ["--type", $0.rawValue] }
      + (mode == .secondOrder ? [] : ["--mode", mode.rawValue])
      + without.flatMap { ["--without", $0] }
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
