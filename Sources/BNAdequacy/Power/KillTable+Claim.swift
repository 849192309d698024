// SPDX-License-Identifier: MIT

internal import BatchNorm
package import BNGoldenCases
package import BNImplementations
package import BNRunFile
internal import BNVerdicts
internal import BNTensors

extension KillTable {
  /// What may be said of a run; nil if its verdicts are not those that the table is about.
  package func claim(_ run: RunFile) -> RunClaim? {
    guard run.header.settings.tolerance == nil else { return nil }
    var judged: [Put: OutcomeStatus] = [:]
    for recorded in run.outcomes {
      guard let put = put(recorded.outcome.id), recorded.outcome.status.isAnswered else { continue }
      judged[put] = recorded.outcome.status
    }
    let description =
      run.implementation ?? ImplementationDescription(name: "", version: "", language: "")
    let profile = run.header.settings.selection.profile
    let power = power(of: judged.keys, description, profile: profile)
    return RunClaim(
      known: entries.count,
      seen: power.seen,
      lacking: power.lacking.map {
        RunClaim.Lack(needs: $0.needs.joined(separator: " and "), faults: $0.faults.count)
      },
      scopes: scopes(judged, description, profile: profile)
    )
  }

  /// How many faults these cases see, and what the others need, that of most faults first.
  package func power(
    of puts: some Sequence<Put>,
    _ description: ImplementationDescription,
    profile: CaseProfile
  ) -> (seen: Int, lacking: [(needs: [String], faults: [String])]) {
    let puts = Set(puts)
    let lacks = Lacks(self, description, profile)
    var needs: [[String]: [String]] = [:]
    var seen = 0
    for entry in entries {
      if puts.contains(where: entry.fails) {
        seen += 1
      } else {
        needs[lacks.fewest(for: entry), default: []].append(entry.fault)
      }
    }
    let sorted = needs.sorted {
      ($1.value.count, $0.key.joined()) < ($0.value.count, $1.key.joined())
    }
    return (seen, sorted.map { ($0.key, $0.value) })
  }

  /// The scopes of which something was judged.
  private func scopes(
    _ judged: [Put: OutcomeStatus],
    _ description: ImplementationDescription,
    profile: CaseProfile
  ) -> [ScopeClaim] {
    var claims: [Scope: ScopeClaim] = [:]
    for (index, row) in rows.enumerated() where profile == .torch || row.profile == .math {
      // What only those are asked who offer it is no part of what others conform in.
      guard let type = row.type, description.offersAll(of: row.features) else { continue }
      let puts = ([nil] + row.forms).map { Put(row: index, form: $0) }
      let byKind = Dictionary(grouping: puts) { description.scopeKind(row.kind(in: $0.form)) }
      for (kind, forms) in byKind.merging([Scope.anyKind: puts], uniquingKeysWith: { $1 }) {
        let scope = Scope(mode: row.mode, type: type, kind: kind)
        let statuses = forms.compactMap { judged[$0] }
        claims[scope, default: ScopeClaim(scope: scope, cases: 0, judged: 0, passed: 0)].add(
          isJudged: !statuses.isEmpty,
          isPassed: !statuses.isEmpty && statuses.allSatisfy { $0 == .passed }
        )
      }
    }
    return claims.values.filter { $0.judged > 0 }.sorted { $0.scope < $1.scope }
  }
}

/// What keeps an implementation from being asked the cases of a table.
private struct Lacks {
  private let table: KillTable
  /// What is lacking of each row, besides kind and rank.
  private let rows: [[String]]
  private let description: ImplementationDescription

  init(_ table: KillTable, _ description: ImplementationDescription, _ profile: CaseProfile) {
    self.table = table
    self.description = description
    rows = table.rows.map { row in
      let policy = profile == .math && row.profile == .torch ? ["--profile torch"] : []
      return description.lacking(row.features.filter { !$0.isForm }) + policy
    }
  }

  /// What is lacking at least for one of the cases that a fault fails.
  func fewest(for entry: KillTable.Entry) -> [String] {
    var best: [String]?
    for (index, row) in table.rows.enumerated() {
      for form in [nil] + row.forms.map(Optional.some) {
        guard entry.fails(KillTable.Put(row: index, form: form)) else { continue }
        let shape = row.features.presented(as: form).filter(\.isForm)
        let lacks = rows[index] + description.lacking(shape)
        if best.map({ (lacks.count, lacks.joined()) < ($0.count, $0.joined()) }) ?? true {
          best = lacks
        }
        if lacks.isEmpty { return ["cases that were not judged"] }
      }
    }
    return best ?? []
  }
}

extension ImplementationDescription {
  /// What a scope calls a kind of layer: who takes inputs of one rank only has no whole `BatchNorm1d`.
  fileprivate func scopeKind(_ kind: LayerKind) -> String {
    guard kind == .oneDimensional else { return kind.rawValue }
    let missing = lacking([.rank(2), .rank(3)])
    if missing.contains(CaseFeature.rank(3).name) { return Presentation.matrix.rawValue }
    if missing.contains(CaseFeature.rank(2).name) { return Presentation.sequence.rawValue }
    return kind.rawValue
  }
}

extension ScopeClaim {
  fileprivate mutating func add(isJudged: Bool, isPassed: Bool) {
    cases += 1
    judged += isJudged ? 1 : 0
    passed += isPassed ? 1 : 0
  }
}

extension OutcomeStatus {
  /// Whether the case was answered, rightly or not.
  fileprivate var isAnswered: Bool {
    switch self {
    case .passed, .failed, .wrongStructure, .expectedFailure, .unexpectedPass: true
    case .unsupported, .errored, .untrusted, .notRun: false
    }
  }
}

extension KillTable.Row {
  /// What the case does.
  package var mode: Scope.Mode {
    if features.contains(.doubleBackward) { return .secondOrder }
    if features.contains(.backward) { return .gradients }
    return features.contains(.training) ? .training : .inference
  }

  /// The type of the input, with that of the parameters if these are float32 and the input is not, as under
  /// automatic mixed precision; nil for other mixtures, which have no scope of their own.
  package var type: String? {
    var input = ""
    var parameter = ""
    for feature in features {
      switch feature {
      case .inputType(let type): input = type.rawValue
      case .parameterType(let type): parameter = type.rawValue
      default: break
      }
    }
    // An int64 input is there to be refused (R17).
    if input == parameter || input == ElementType.int64.rawValue { return parameter }
    let isUsual = parameter == ElementType.float32.rawValue && input != ElementType.float64.rawValue
    return isUsual ? "\(input)+\(parameter)" : nil
  }

  /// The kind of layer in a form.
  func kind(in form: Presentation?) -> LayerKind {
    if let form { return form.kind }
    for case .kind(let kind) in features { return kind }
    return .anyDimensional
  }
}
