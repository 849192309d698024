// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNGoldenCases
internal import BNTensors
internal import BNVerdicts
internal import BatchNorm

/// A tensor that goes wrong in several cases, and what these have in common.
struct WrongTensor {
  /// A failing case with the first failing item of a name that follows from no other failure.
  struct Sighting {
    let outcome: CaseOutcome
    let item: JudgedItem
  }

  /// A step in which the tensor is right.
  struct RightStep {
    let facets: CaseFacets
    let isTraining: Bool?

    /// Whether the step is one of a mode, as far as that can be told.
    func mayBe(_ training: Bool?) -> Bool {
      guard let training, let isTraining else { return true }
      return training == isTraining
    }
  }

  /// The tensor's name in the format.
  let name: String
  /// What it is called in the description.
  let label: String
  /// Where it goes wrong.
  let seen: [Sighting]

  /// What is said of a tensor; nil if it is wrong in one case only.
  func description(_ right: [RightStep], tellsMode: Bool) -> TensorDescription? {
    guard seen.count > 1 else { return nil }
    var clauses: [String] = []
    var size: Double?
    var findings: [TensorDescription.Finding] = []
    if name == "error" {
      clauses += most(seen.compactMap(\.item.detail), of: seen.count)
    } else {
      clauses += most(seen.compactMap(\.item.verdict.structure), of: seen.count)
      findings = signs
      if findings.isEmpty { findings = [relation()].compactMap(\.self) }
      if findings.isEmpty { size = typicalSize }
      clauses += most(seen.compactMap(\.pattern), of: seen.count)
    }
    if !name.contains("grad"), let late = lateness { clauses.append(late) }
    let mode = self.mode
    // Steps of the other mode tell nothing of where in this one it is wrong.
    let isTraining = mode.map { $0 == .training }
    let comparable = right.filter { $0.mayBe(isTraining) }
    let scope = place(comparable.map(\.facets))
    let isKnown = seen.allSatisfy { $0.outcome.isTraining($0.item.step) != nil }
    if let isTraining, isKnown, tellsMode, label == name, name == TensorName.output.rawValue {
      let others = right.count { step in
        step.isTraining == !isTraining && (scope?.holds(step.facets) ?? true)
      }
      if others > 1 { clauses.append(isTraining ? "in training only" : "in evaluation only") }
    }
    return TensorDescription(
      name: label,
      count: seen.count,
      size: size,
      findings: findings,
      clauses: clauses,
      place: isOfMomentumZero(comparable.count) ? "only where momentum is 0" : scope?.words
    )
  }

  /// What the wrong numbers of most of them are instead.
  private var signs: [TensorDescription.Finding] {
    var counts: [String: Int] = [:]
    var telling = 0
    for one in seen {
      let texts = (one.outcome.signs ?? []).filter { $0.hasPrefix(name + " ") }
      telling += texts.isEmpty ? 0 : 1
      for text in texts { counts[String(text.dropFirst(name.count + 1)), default: 0] += 1 }
    }
    // An error that is hardly larger than what rounding makes gives no sign.
    counts = counts.filter { _, count in
      count > 1 && 4 * count >= seen.count && 3 * count > 2 * telling
    }
    // Of ways that the same cases cannot tell apart, the one that fits most.
    guard let top = counts.values.max() else { return [] }
    var best: [(text: String, count: Int)] = counts.filter { 10 * $0.value >= 8 * top }
      .map { ($0.key, $0.value) }
    // Where it is wrong is told beside what it is.
    if best.count > 1 { best.removeAll { $0.text == SignReader.momentumZero } }
    let ordered = best.sorted { ($1.count, $0.text) < ($0.count, $1.text) }.prefix(2)
    return ordered.map { TensorDescription.Finding(words: $0.text, count: $0.count) }
  }

  /// Whether it goes wrong where momentum is 0 only, though many other updates were judged.
  private func isOfMomentumZero(_ right: Int) -> Bool {
    let sign = "\(name) \(SignReader.momentumZero)"
    return right > 9 && seen.count > 2
      && seen.allSatisfy { ($0.outcome.signs ?? []).contains(sign) }
  }

  /// The mode of the forwards that all of them are steps of, where that can be told.
  private var mode: ForwardMode? {
    guard name != "error" else { return nil }
    let modes = seen.compactMap { $0.outcome.isTraining($0.item.step) }
    // A layer without running statistics computes the same in both.
    guard 4 * modes.count >= 3 * seen.count, let first = modes.first,
      modes.allSatisfy({ $0 == first })
    else { return nil }
    return first ? .training : .evaluation
  }

  /// How far the worst element of a typical case is off.
  private var typicalSize: Double? {
    let errors = seen.compactMap { one -> Double? in
      guard let worst = one.item.comparison?.worst else { return nil }
      let error =
        (worst.actual.value - worst.expected.value).magnitude / worst.expected.value.magnitude
      return error.isFinite ? error : nil
    }.sorted()
    guard 2 * errors.count > seen.count else { return nil }
    return errors[errors.count / 2]
  }

  /// The text that most of them share.
  private func most(_ texts: [String], of count: Int) -> [String] {
    Self.best(texts, of: count).map { [$0.text(of: count)] } ?? []
  }

  private static func best(_ texts: [String], of count: Int) -> TensorDescription.Finding? {
    let counts = Dictionary(texts.map { ($0, 1) }, uniquingKeysWith: +)
    guard let best = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
      2 * best.value > count
    else { return nil }
    return TensorDescription.Finding(words: best.key, count: best.value)
  }

  /// That no case goes wrong in its first step.
  private var lateness: String? {
    let steps = seen.map(\.item.step)
    guard seen.count > 2, let least = steps.min(), least > 0 else { return nil }
    return "never before step \(least + 1) of a case"
  }

  // MARK: Relations

  private func relation() -> TensorDescription.Finding? {
    let relations = seen.compactMap { one in TensorRelation(one.item).map { (one, $0) } }
    guard 2 * relations.count > seen.count else { return nil }
    if let size = sizeFactor(relations) {
      return TensorDescription.Finding(words: "is \(size.words) × the expected", count: size.count)
    }
    return Self.best(relations.map(\.1.words), of: seen.count)
  }

  /// The function of the sizes that the factors of all cases are, and of how many it is.
  private func sizeFactor(
    _ relations: [(Sighting, TensorRelation)]
  ) -> (words: String, count: Int)? {
    let factors = relations.compactMap { one, relation -> (factor: Double, facets: CaseFacets)? in
      // What is off by its rounding is near 1 times the expected, as S is 1 in rank 2.
      guard case .multiple(let factor) = relation, (factor - 1).magnitude > 0.02 else { return nil }
      return (factor, CaseFacets(one.outcome))
    }
    guard 2 * factors.count > relations.count, Set(factors.map { Float($0.factor) }).count > 1
    else {
      return nil
    }
    for size in SizeFactor.allCases {
      let fitting = factors.count { factor, facets in
        size.value(facets).map { ($0 - factor).magnitude <= 3e-3 * factor.magnitude } ?? false
      }
      if 10 * fitting >= 9 * factors.count { return (size.rawValue, fitting) }
    }
    return nil
  }
}

extension ItemVerdict {
  /// What is wrong besides numbers.
  fileprivate var structure: String? {
    switch self {
    case .missing: "is missing"
    case .unexpected: "is not asked for"
    case .wrongShape: "has another shape than specified"
    case .wrongType: "has another type than specified"
    case .passed, .failed, .wrongError, .untrusted: nil
    }
  }
}

extension WrongTensor.Sighting {
  /// Where in the tensor it is wrong; nil where that has no form, or all of it is.
  fileprivate var pattern: String? {
    guard let pattern = item.comparison?.map?.pattern, !pattern.places.isEmpty,
      let shape = item.shape
    else { return nil }
    return PatternText.text(pattern, in: shape)
  }
}
