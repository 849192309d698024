// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNFaults
internal import BNGoldenCases
internal import BNTensors
internal import BatchNorm
package import BNVerdicts

/// What failures that no known fault explains have in common, in sentences that lead to the code:
/// which tensors, what their numbers are, where in the tensor, in which cases.
package struct SymptomSummary: Equatable, Sendable {
  /// The sentences, the most telling first; none where there is too little to say.
  package let lines: [String]

  /// Describes the failures of a run that have no cause.
  package init(_ outcomes: some Sequence<CaseOutcome>) {
    let judged = outcomes.filter { $0.level != .informative }
    let open = judged.filter {
      $0.causes == nil && ($0.status == .failed || $0.status == .wrongStructure)
    }
    let passing = judged.filter { $0.status == .passed }
    var lines = Self.looks(open)
    guard open.count > 1 else {
      // What one case has to tell stands beside it.
      self.lines = lines
      return
    }
    if let part = Self.part(open) { lines.append(part) }
    var told: [[TensorDescription]] = []
    let tensors = Self.byTensor(open).prefix(Self.tensorLimit)
    // Wrong running statistics tell of a training by themselves.
    let tellsMode = !tensors.contains { $0.0.hasPrefix("running_") }
    for (name, cases) in tensors {
      guard let one = Self.describe(name, cases, passing, tellsMode: tellsMode) else { continue }
      // What holds of several tensors is said once.
      if let place = told.firstIndex(where: { $0[0].clauses == one.clauses }) {
        told[place].append(one)
      } else {
        told.append([one])
      }
    }
    self.lines = lines + told.map { TensorDescription.line($0, of: open.count) }
  }

  private static let tensorLimit = 5

  /// What most of the answers look like to the readers of traits, which reproduce nothing.
  private static func looks(_ open: [CaseOutcome]) -> [String] {
    var counts: [String: Int] = [:]
    for outcome in open {
      for name in Set((outcome.traits ?? []).compactMap(\.fault)) { counts[name, default: 0] += 1 }
    }
    return FaultCatalogue.all.compactMap { fault in
      guard let count = counts[fault.name], 2 * count > open.count else { return nil }
      return
        "looks like: \(fault.summary) (fault:\(fault.name)), read off \(count) of \(open.count) "
        + "answers, none of which it gives in every element"
    }
  }

  /// A failing case with the first failing item of a name that follows from no other failure.
  fileprivate struct Sighting {
    let outcome: CaseOutcome
    let item: JudgedItem
  }

  /// The tensors in which cases go wrong first, the most frequent first.
  private static func byTensor(_ open: [CaseOutcome]) -> [(String, [Sighting])] {
    var found: [String: [Sighting]] = [:]
    for outcome in open {
      let failing = outcome.items.filter(\.verdict.isFailure)
      let roots = failing.filter { $0.consequenceOf == nil }
      guard let step = (roots.first ?? failing.first)?.step else { continue }
      var names: Set<String> = []
      for item in roots where item.step == step && names.insert(item.name).inserted {
        found[item.name, default: []].append(Sighting(outcome: outcome, item: item))
      }
    }
    return found.map { ($0.key, $0.value) }.sorted { (-$0.1.count, $0.0) < (-$1.1.count, $1.0) }
  }

  /// Which part of the computation is wrong, as the tensors of training forwards tell.
  private static func part(_ open: [CaseOutcome]) -> String? {
    var counts = (all: 0, output: 0, mean: 0, variance: 0)
    for outcome in open {
      guard let step = outcome.items.first(where: \.verdict.isFailure)?.step else { continue }
      let items = outcome.items.filter { $0.step == step && $0.verdict != .untrusted }
      func isWrong(_ name: TensorName) -> Bool? {
        items.first { $0.name == name.rawValue }.map(\.verdict.isFailure)
      }
      guard let output = isWrong(.output), let mean = isWrong(.runningMean),
        let variance = isWrong(.runningVar), output || mean || variance
      else { continue }
      counts.all += 1
      counts.output += output ? 1 : 0
      counts.mean += mean ? 1 : 0
      counts.variance += variance ? 1 : 0
    }
    guard counts.all > 2, 3 * counts.all >= open.count else { return nil }
    func isMostly(_ count: Int) -> Bool? {
      if 4 * count >= 3 * counts.all { return true }
      return 10 * count <= counts.all ? false : nil
    }
    switch (isMostly(counts.output), isMostly(counts.mean), isMostly(counts.variance)) {
    case (true, true, true): return "the mean of the batch is wrong, and the variance"
    case (true, false, true): return "the variance of the batch is wrong, the mean is right"
    case (true, true, false): return "the mean of the batch is wrong, the variance is right"
    case (true, false, false):
      return "the running statistics are right, what is made of the input is wrong"
    case (false, true, true):
      return "the output is right, the update of running_mean and running_var is wrong"
    case (false, true, false): return "the output is right, the update of running_mean is wrong"
    case (false, false, true): return "the output is right, the update of running_var is wrong"
    default: return nil
    }
  }

  /// What is said of a tensor; nil if it is wrong in one case only.
  private static func describe(
    _ name: String,
    _ seen: [Sighting],
    _ passing: [CaseOutcome],
    tellsMode: Bool
  ) -> TensorDescription? {
    guard seen.count > 1 else { return nil }
    var clauses: [String] = []
    var size: Double?
    if name == "error" {
      clauses += most(seen.compactMap(\.item.detail), of: seen.count)
    } else {
      clauses += most(seen.compactMap(\.item.verdict.structure), of: seen.count)
      let relation = relation(seen)
      clauses += relation.map { [$0] } ?? []
      if relation == nil { size = Self.size(seen) }
      clauses += most(seen.compactMap(\.pattern), of: seen.count)
    }
    if !name.contains("grad"), let late = lateness(seen) { clauses.append(late) }
    var comparable = passing.filter { $0.items.contains { $0.name == name } }
    if let mode = mode(seen, name) {
      // Cases without such a step tell nothing.
      let isTraining = mode == .training
      comparable = comparable.filter { $0.hasForward(isTraining: isTraining) }
      if tellsMode, name == TensorName.output.rawValue {
        clauses.append(isTraining ? "in training only" : "in evaluation only")
      }
    }
    if let place = place(seen, comparable) { clauses.append(place) }
    return TensorDescription(name: name, count: seen.count, size: size, clauses: clauses)
  }

  /// The mode of the forwards that all of them are steps of, where that can be told.
  private static func mode(_ seen: [Sighting], _ name: String) -> ForwardMode? {
    guard name != "error" else { return nil }
    let modes = seen.map { $0.outcome.isTraining($0.item.step) }
    if modes.allSatisfy({ $0 == true }) { return .training }
    return modes.allSatisfy { $0 == false } ? .evaluation : nil
  }

  /// How far the worst element of a typical case is off.
  private static func size(_ seen: [Sighting]) -> Double? {
    let errors = seen.compactMap { one -> Double? in
      guard let worst = one.item.comparison?.worst else { return nil }
      let error =
        (worst.actual.value - worst.expected.value).magnitude / worst.expected.value.magnitude
      return error.isFinite ? error : nil
    }.sorted()
    guard 2 * errors.count > seen.count else { return nil }
    return errors[errors.count / 2]
  }

  /// In which cases it is wrong, if these are told from those in which it is right.
  private static func place(_ seen: [Sighting], _ passing: [CaseOutcome]) -> String? {
    let inside = seen.map { CaseFacets($0.outcome) }
    let outside = passing.map(CaseFacets.init)
    guard outside.count > 2, let scope = CaseScope.separating(inside, from: outside) else {
      return nil
    }
    var words = scope.words
    var right = outside.filter(scope.holds)
    if let second = CaseScope.narrowing(scope, inside, from: outside) {
      words += " and " + second.words
      right = right.filter(second.holds)
    }
    guard right.count <= inside.count else { return nil }
    let word = inside.allSatisfy(scope.holds) ? "only" : "mostly"
    return "\(word) \(words)"
      + (right.isEmpty ? ", and always there" : ", where \(right.count) pass")
  }

  /// The text that most of them share.
  private static func most(_ texts: [String], of count: Int) -> [String] {
    let counts = Dictionary(texts.map { ($0, 1) }, uniquingKeysWith: +)
    guard let best = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
      2 * best.value > count
    else { return [] }
    return [best.value == count ? best.key : "\(best.key) (\(best.value) of \(count))"]
  }

  /// That no case goes wrong in its first step.
  private static func lateness(_ seen: [Sighting]) -> String? {
    let steps = seen.map(\.item.step)
    guard seen.count > 2, let least = steps.min(), least > 0 else { return nil }
    return "never before step \(least + 1) of a case"
  }

  // MARK: Relations

  private static func relation(_ seen: [Sighting]) -> String? {
    let relations = seen.compactMap { one in TensorRelation(one.item).map { (one, $0) } }
    guard 2 * relations.count > seen.count else { return nil }
    if let size = sizeFactor(relations) { return "is \(size) × the expected" }
    return most(relations.map(\.1.words), of: seen.count).first
  }

  /// The function of the sizes that the factors of all cases are.
  private static func sizeFactor(_ relations: [(Sighting, TensorRelation)]) -> String? {
    let factors = relations.compactMap { one, relation -> (factor: Double, facets: CaseFacets)? in
      // What is off by its rounding is near 1 times the expected, as S is 1 in rank 2.
      guard case .multiple(let factor) = relation, (factor - 1).magnitude > 0.02 else { return nil }
      return (factor, CaseFacets(one.outcome))
    }
    guard 2 * factors.count > relations.count, Set(factors.map { Float($0.factor) }).count > 1
    else {
      return nil
    }
    return SizeFactor.allCases.first { size in
      let fitting = factors.count { factor, facets in
        size.value(facets).map { ($0 - factor).magnitude <= 3e-3 * factor.magnitude } ?? false
      }
      return 10 * fitting >= 9 * factors.count
    }?.rawValue
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

extension CaseOutcome {
  /// Whether a step is a forward in training; nil where that cannot be told.
  ///
  /// Only training computes running statistics: elsewhere they have to stay what they are.
  fileprivate func isTraining(_ step: Int) -> Bool? {
    let items = items.filter { $0.step == step }
    guard items.contains(where: { $0.name == TensorName.output.rawValue }) else { return nil }
    return items.first { $0.name == TensorName.runningMean.rawValue }.map { $0.depth != nil }
  }

  /// Whether it has a forward of a kind.
  fileprivate func hasForward(isTraining: Bool) -> Bool {
    Set(items.map(\.step)).contains { self.isTraining($0) == isTraining }
  }
}

extension SymptomSummary.Sighting {
  /// Where in the tensor it is wrong; nil where that has no form, or all of it is.
  fileprivate var pattern: String? {
    guard let pattern = item.comparison?.map?.pattern, !pattern.places.isEmpty,
      let shape = item.shape
    else { return nil }
    return PatternText.text(pattern, in: shape)
  }
}
