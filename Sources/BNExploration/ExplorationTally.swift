// SPDX-License-Identifier: MIT

internal import BNDiagnosis
internal import BNGoldenCases
internal import BNImplementations
package import BNRunFile
internal import BNVerdicts
internal import BatchNorm

/// What an exploration has come to so far: counts, and failures of every kind.
package struct ExplorationTally: Sendable {
  /// How many cases there were of each mode, type and kind of layer.
  package private(set) var drawn: [DrawnFacet: Int] = [:]
  /// How many cases were judged.
  package private(set) var judged = 0
  /// How many cases came out how.
  package private(set) var statuses = OutcomeCounts()
  /// How many answers have the expected bits.
  package private(set) var exact = 0
  /// How many cases had been judged when the first one failed, that one included.
  package private(set) var firstFailure: Int?
  /// How many failures are required of nobody: sound arithmetic may give them.
  package private(set) var allowed = 0
  /// How many failures count.
  package private(set) var failing = 0
  /// How many of these were not answered.
  package private(set) var unanswered = 0
  /// How many cases were put again among others.
  package private(set) var repeated = 0
  /// How many repeated cases were answered otherwise than before.
  package private(set) var unrepeated = 0
  /// How many cases had been judged when a failure of a new kind came last.
  package private(set) var lastNews = 0
  /// Some failures of each kind, the smallest first.
  private var failures: [String: [JudgedDraw]] = [:]
  /// Some answers that passed, which speak against wrong explanations.
  private var passes: [String: JudgedDraw] = [:]

  private static let kept = 4
  private static let keptPasses = 96

  /// Takes the verdict on a case.
  package mutating func take(_ draw: JudgedDraw) {
    let request = draw.golden.request
    judged += 1
    for facet in DrawnFacet.all(of: request) { drawn[facet, default: 0] += 1 }
    let outcome = draw.outcome
    statuses.add(outcome.status)
    if outcome.isRepeatable == false { unrepeated += 1 }
    guard outcome.isCounted(strict: false) else {
      if outcome.level == .informative, !outcome.isAsExpected { allowed += 1 }
      guard outcome.status == .passed else { return }
      if outcome.items.allSatisfy({ $0.comparison?.isExact ?? true }) { exact += 1 }
      if passes.count < Self.keptPasses { passes[outcome.id] = draw }
      return
    }
    keep(draw)
  }

  /// Takes what came of a case that was put again; nil if it was answered as before.
  mutating func takeAgain(_ draw: JudgedDraw?) {
    repeated += 1
    guard let draw else { return }
    unrepeated += 1
    if draw.outcome.status == .failed { keep(draw) }
  }

  private mutating func keep(_ draw: JudgedDraw) {
    failing += 1
    if draw.outcome.status == .errored { unanswered += 1 }
    if firstFailure == nil { firstFailure = judged }
    let configuration = draw.golden.request.configuration
    let symptom = draw.symptom
    let key =
      "\(symptom.step) \(symptom.thing) \(configuration.inputType) \(configuration.parameterType)"
    var alike = failures[key] ?? []
    if alike.isEmpty { lastNews = judged }
    alike.append(draw)
    alike.sort { ($0.inputCount, $0.outcome.id) < ($1.inputCount, $1.outcome.id) }
    failures[key] = Array(alike.prefix(Self.kept))
  }

  /// Whether failures of a new kind have become rare.
  package var isExhausted: Bool { failing > 0 && judged > 500 && judged > 4 * lastNews }

  /// The failures that are kept, with their causes: all are explained together, and passing answers speak
  /// against an explanation.
  package func explained() -> [JudgedDraw] {
    var diagnosis = RunDiagnosis()
    var kept = failures.values.joined().map { $0.inFull() }.sorted { $0.outcome.id < $1.outcome.id }
    for draw in kept + passes.values.sorted(by: { $0.outcome.id < $1.outcome.id }) {
      diagnosis.take(draw.golden, draw.answer, draw.outcome)
    }
    let findings = kept.isEmpty ? [:] : diagnosis.findings()
    for index in kept.indices { kept[index].outcome.take(findings[kept[index].outcome.id]) }
    return kept
  }
}

/// Something that many drawn cases have in common.
package struct DrawnFacet: Hashable, Sendable {
  /// What kind of thing it is.
  package enum Key: Int, CaseIterable, Sendable { case mode, type, kind }

  /// What kind of thing it is.
  package let key: Key
  /// What it is.
  package let value: String

  static func all(of request: CaseRequest) -> [DrawnFacet] {
    let configuration = request.configuration
    let (input, parameters) = (configuration.inputType, configuration.parameterType)
    let type = input == parameters ? input.rawValue : "\(input.rawValue)+\(parameters.rawValue)"
    let modes = Set(request.steps.map(\.word)).map { DrawnFacet(key: .mode, value: $0) }
    return modes + [
      DrawnFacet(key: .type, value: type),
      DrawnFacet(key: .kind, value: configuration.kind.rawValue),
    ]
  }
}
