// SPDX-License-Identifier: MIT

package import BNFaults
package import BNGoldenCases
package import BNVerdicts

/// Names the known faults that make an implementation fail, from its answers to a whole run.
///
/// The failures of a run are explained together, and passing answers speak against an explanation
/// (``CauseSearch``). Informative cases take no part in the search. The first hypothesis is the
/// specification itself: where it gives an answer that failed, the expected value is wrong.
package struct RunDiagnosis {
  /// The cause of a case whose expected values the specification does not give.
  package static let wrongExpectation = "wrong-expected-value"

  private let faults: [Fault]
  private let limits: SearchLimits
  private var benches: [CaseBench] = []

  /// Prepares a diagnosis with the faults as hypotheses.
  package init(faults: [Fault] = FaultCatalogue.all, limits: SearchLimits = SearchLimits()) {
    (self.faults, self.limits) = (faults, limits)
  }

  /// Takes what came of a case; one that was not answered, or is too large to be kept, is left out.
  package mutating func take(_ golden: GoldenCase, _ answer: CaseAnswer, _ outcome: CaseOutcome) {
    guard case .ran(let observations) = answer,
      observations.count == golden.request.steps.count,
      golden.expectations.count == observations.count,
      [.failed, .wrongStructure, .passed].contains(outcome.status)
    else { return }
    let bench = CaseBench(golden, observations, outcome)
    if bench.size <= Self.largest { benches.append(bench) }
  }

  /// Cases with more elements are not kept.
  private static let largest = 1 << 17
  /// Cases with more elements are not read for signs.
  private static let largestRead = 1 << 14

  /// The first of several faults that gives the whole answer to a case, in one of its forms.
  package static func explanation(
    of outcome: CaseOutcome,
    _ golden: GoldenCase,
    _ answer: CaseAnswer,
    among faults: some Sequence<Fault>
  ) -> Fault? {
    guard case .ran(let observations) = answer, observations.count == golden.request.steps.count
    else { return nil }
    let bench = CaseBench(golden, observations, outcome)
    guard !bench.failing.isEmpty else { return nil }
    return faults.first { bench.fit(Hypothesis([$0])).reproduces }
  }

  /// What is said of each case of which there is something to say, by its id.
  package func findings() -> [String: Finding] {
    let all = benches.sorted { $0.outcome.id < $1.outcome.id }
    var found: [String: Finding] = [:]
    var failing = all.filter { $0.isFailing && !$0.failing.isEmpty }
    for bench in failing where bench.isExpectedWrongly {
      found[bench.outcome.id] = Finding(causes: [Self.wrongExpectation])
    }
    failing.removeAll { found[$0.outcome.id] != nil }
    let judged = failing.filter { $0.outcome.level != .informative }
    let passing = judged.isEmpty ? [] : all.filter { !$0.isFailing }
    // Where no required case failed, a mistake explains nothing: others allow what is left.
    let isAllowed =
      passing.contains { $0.outcome.level == .required }
      && !judged.contains { $0.outcome.level == .required }
    let faults = isAllowed ? dialects : self.faults
    var search = CauseSearch(faults, failing: judged, passing: passing, limits: limits)
    if !judged.isEmpty { search.run() }
    let open = judged.indices.filter { !search.isExplained($0) }.map { judged[$0] }
    let alone = TensorCauses(open, faults: faults, limits: limits)
    for (index, bench) in judged.enumerated() {
      var finding = search.finding(of: index)
      if finding.causes.isEmpty, bench.size <= Self.largestRead {
        finding.signs = SignReader(bench).signs() + alone.signs(of: bench)
      }
      found[bench.outcome.id] = finding
    }
    for bench in passing {
      let against = search.contradicted(by: bench)
      if !against.isEmpty { found[bench.outcome.id] = Finding(contradicts: against) }
    }
    for bench in failing where bench.outcome.level == .informative {
      found[bench.outcome.id] = search.informativeFinding(on: bench, dialects: dialects)
    }
    return found.filter { !$0.value.isEmpty }
  }

  private var dialects: [Fault] { faults.filter { $0.dialect != nil } }
}

/// What a diagnosis says of one case.
package struct Finding: Equatable, Sendable {
  /// The faults that give the answer, equal ones beside each other, several at once as `A+B`.
  package var causes: [String] = []
  /// Faults of the run's explanation that this answer speaks against.
  package var contradicts: [String] = []
  /// What the wrong numbers are instead, where there is no cause; see ``SignReader``.
  package var signs: [String] = []

  var isEmpty: Bool { causes.isEmpty && contradicts.isEmpty && signs.isEmpty }
}

extension CaseOutcome {
  /// Takes over what a diagnosis says of the case.
  package mutating func take(_ finding: Finding?) {
    causes = finding.flatMap { $0.causes.isEmpty ? nil : $0.causes }
    contradicts = finding.flatMap { $0.contradicts.isEmpty ? nil : $0.contradicts }
    signs = finding.flatMap { $0.signs.isEmpty ? nil : $0.signs }
  }
}

extension CaseBench {
  /// Whether the specification gives the answer although the case does not expect it.
  fileprivate var isExpectedWrongly: Bool {
    let hypothesis = Hypothesis.specification
    return fit(hypothesis).reproduces && isFailed(by: hypothesis)
  }
}

extension CauseSearch {
  /// Whether the faults give a failing case.
  func isExplained(_ index: Int) -> Bool { explained.contains(index) }

  /// What is to be said of a failing case.
  func finding(of index: Int) -> Finding {
    let bench = benches(failing: index)
    let own = parts.filter { $0.scope?.holds(bench.facets) ?? true }
    guard explained.contains(index) else {
      // An arithmetic that other cases show may round otherwise here.
      if let part = own.first(where: { isReproduced(index, by: [$0]) }) {
        return Finding(causes: names(of: [part], index))
      }
      return Finding(contradicts: own.filter { bench.denies($0.seen) }.map(\.fault.name))
    }
    return Finding(causes: names(of: needed(own, index), index))
  }

  /// The parts that are needed to give an answer.
  private func needed(_ own: [Part], _ index: Int) -> [Part] {
    var needed = own
    for part in own.reversed() where needed.count > 1 {
      let rest = needed.filter { $0.fault.name != part.fault.name }
      if isReproduced(index, by: rest) { needed = rest }
    }
    return needed
  }

  /// The parts' names, then those with an equal fault in the place of one.
  private func names(of parts: [Part], _ index: Int) -> [String] {
    var names = [hypothesis(parts, on: benches(failing: index)).name]
    for (place, part) in parts.enumerated() {
      for other in part.equals {
        var changed = parts
        changed[place].fault = other
        if isReproduced(index, by: changed) {
          names.append(hypothesis(changed, on: benches(failing: index)).name)
        }
      }
    }
    return names
  }

  /// The parts that a passing case speaks against; of an arithmetic, whose errors depend on the order of
  /// operations, no case does by passing.
  func contradicted(by bench: CaseBench) -> [String] {
    let own = parts.filter { $0.scope?.holds(bench.facets) ?? true }
    return own.filter { $0.fault.category != .precision && bench.denies($0.seen) }.map(\.fault.name)
  }

  /// What is to be said of an informative case: what the others have shown, or a dialect.
  func informativeFinding(on bench: CaseBench, dialects: [Fault]) -> Finding {
    let own = hypothesis(parts, on: bench)
    if !own.faults.isEmpty, bench.fit(own).reproduces { return Finding(causes: [own.name]) }
    let fitting = dialects.filter { fault in
      let hypothesis = Hypothesis([fault])
      return bench.fit(hypothesis).reproduces && bench.isFailed(by: hypothesis)
    }
    let names = fitting.map(\.name)
    return Finding(
      causes: fitting.filter { !names.contains($0.includes ?? "") }.map(\.name)
    )
  }
}
