// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BatchNorm
package import BNFaults
package import BNGoldenCases
internal import BNTensors

/// Names the known faults that reproduce a failing answer.
///
/// A fault explains a case if it gives every element of every tensor of the answer, those that pass
/// included, within the case's own allowance (``HypothesisAllowance`` for what departs). A dialect that
/// explains it is the cause: nothing worse needs to be supposed. Then faults that explained earlier cases are tried; all of them for the first
/// cases, and where passing cases speak against those. Then pairs: of those that explained something and
/// of dialects, and of those that explain a part of this answer. The scans are limited in number. What
/// remains may be known by what its tensors show of single choices, or by the signature of an
/// arithmetic.
package final class FaultDiagnosis {
  private let faults: [Fault]
  private var successes: [String: (fault: Fault, cases: Int, types: Set<[ElementType]>)] = [:]
  private var objections: Set<String> = []
  private var scans = 0
  private var fruitlessScans = 0
  private var fruitlessPairScans = 0
  private let limits: DiagnosisLimits

  /// Prepares a diagnosis with the faults as hypotheses.
  package init(
    faults: [Fault] = FaultCatalogue.all,
    limits: DiagnosisLimits = DiagnosisLimits()
  ) {
    self.faults = faults
    self.limits = limits
  }

  /// The names of the faults that explain an answer which failed, pairs as `A+B`; empty if none is
  /// known to, and for an answer that the case's own rule passes.
  package func causes(of answer: CaseAnswer, to golden: GoldenCase) -> [String] {
    guard case .ran(let observations) = answer, golden.inputElements <= limits.elements else {
      return []
    }
    let trial = HypothesisTrial(golden, observations)
    // Every fault that leaves this case alone would reproduce a right answer.
    guard !trial.passesByItself else { return [] }
    let dialects = faults.filter { $0.dialect != nil && trial.isExplained(by: $0) }
    if !dialects.isEmpty { return succeeded(dialects, golden) }
    // Informative cases are there for the dialects; what else they show is no failure.
    guard golden.metadata.level != .informative else { return [] }
    let tried = successes.values
      .sorted { ($1.cases, $0.fault.name) < ($0.cases, $1.fault.name) }.map(\.fault)
    var found = tried.filter { trial.isReproduced(by: $0) }
    if mayScan(after: found) {
      found += faults.filter { successes[$0.name] == nil && trial.isReproduced(by: $0) }
      if found.isEmpty { fruitlessScans += 1 } else { scans += 1 }
    }
    if found.isEmpty {
      let single = tried.filter { !$0.name.contains("+") }.prefix(limits.pairCandidates)
      found = pairs(of: single + faults.filter { $0.dialect != nil }, trial)
    }
    if found.isEmpty, fruitlessPairScans < limits.fruitlessPairScans {
      let suggested = shown(by: answer, golden).compactMap(FaultCatalogue.named)
      let partial = trial.partialExplanations(among: faults, limits.pairCandidates)
      found = pairs(of: suggested + partial, trial)
      if found.isEmpty { fruitlessPairScans += 1 }
    }
    guard found.isEmpty else { return succeeded(found, golden) }
    let onePass = OnePassSignature.name(of: observations, golden)
    let seen = Set(shown(by: answer, golden) + [onePass].compactMap(\.self))
    guard seen.isEmpty else { return faults.map(\.name).filter(seen.contains) }
    return PrecisionSignature.name(of: observations, golden).map { [$0] } ?? []
  }

  /// Whether all faults are to be tried although some that explained earlier cases explain this one.
  ///
  /// The first cases may have been explained by the wrong ones of several faults; and one that a
  /// passing case speaks against leaves the question open.
  private func mayScan(after found: [Fault]) -> Bool {
    if found.isEmpty { return fruitlessScans < limits.fruitlessScans }
    let isOpen = !found.contains { !objections.contains($0.name) }
    return scans < (isOpen ? limits.scans : limits.firstScans)
  }

  /// The faults that single tensors of an answer show (``TraitReader``).
  private func shown(by answer: CaseAnswer, _ golden: GoldenCase) -> [String] {
    TraitReader.readings(of: answer, to: golden).compactMap(\.fault)
  }

  /// Notes faults that explain an answer, and gives their names.
  private func succeeded(_ found: [Fault], _ golden: GoldenCase) -> [String] {
    for fault in found {
      var success = successes[fault.name] ?? (fault, 0, [])
      success.cases += 1
      success.types.insert(golden.types)
      successes[fault.name] = success
    }
    return inOrder(found)
  }

  /// Of the faults that explained earlier failures, those that would not give this answer, which
  /// passed.
  package func contradicted(by answer: CaseAnswer, to golden: GoldenCase) -> [String] {
    guard !successes.isEmpty, case .ran(let observations) = answer,
      golden.inputElements <= limits.elements
    else { return [] }
    let trial = HypothesisTrial(golden, observations)
    // An arithmetic may be that of some types only.
    let best = successes.values
      .filter { $0.fault.category != .precision || $0.types.contains(golden.types) }
      .sorted { ($1.cases, $0.fault.name) < ($0.cases, $1.fault.name) }
      .prefix(limits.pairCandidates).map(\.fault)
    let contradicted = inOrder(best.filter { !trial.isReproduced(by: $0) })
    objections.formUnion(contradicted)
    return contradicted
  }

  private func pairs(of candidates: some Collection<Fault>, _ trial: HypothesisTrial) -> [Fault] {
    let candidates = inOrder(candidates).compactMap(FaultCatalogue.named)
    return candidates.indices.flatMap { first in
      candidates[(first + 1)...].map { candidates[first].combined(with: $0) }
    }.filter { successes[$0.name] == nil && trial.isReproduced(by: $0) }
  }

  private func inOrder(_ found: some Collection<Fault>) -> [String] {
    let all = Set(found.map(\.name))
    // Where one fault explains the answer, a second one beside it is not needed.
    let names = all.filter { name in
      let parts = name.split(separator: "+").map(String.init)
      return (parts.count < 2 || !parts.contains(where: all.contains))
        && !lesser(parts).contains(where: all.contains)
    }
    return faults.map(\.name).filter(names.contains) + names.filter { $0.contains("+") }.sorted()
  }
}

extension FaultDiagnosis {
  /// The names that result where a fault gives way to the one that it goes beyond.
  private func lesser(_ parts: [String]) -> [String] {
    parts.indices.compactMap { index in
      guard let included = FaultCatalogue.named(parts[index])?.includes else { return nil }
      var names = parts
      names[index] = included
      // The parts of a pair stand in the order of the catalogue.
      return faults.map(\.name).filter(names.contains).joined(separator: "+")
    }
  }
}

/// How much a diagnosis may try.
package struct DiagnosisLimits: Sendable {
  /// How many cases are tried against all faults whatever explained the earlier ones.
  package var firstScans = 4
  /// How many cases may be, where passing cases speak against what explained the earlier ones.
  package var scans = 40
  /// How many cases may be tried against all faults in vain.
  package var fruitlessScans = 8
  /// How many cases may be tried against pairs in vain.
  package var fruitlessPairScans = 4
  /// How many faults may take part in such pairs.
  package var pairCandidates = 10
  /// Cases with more elements in an input are not diagnosed.
  package var elements = 4_096

  /// The usual limits.
  package init() {}
}

extension GoldenCase {
  /// The types of input and parameters.
  fileprivate var types: [ElementType] {
    [request.configuration.inputType, request.configuration.parameterType]
  }

  /// The number of elements of the largest input.
  fileprivate var inputElements: Int {
    let counts = request.steps.map { step in
      if case .forward(_, let input) = step { input.count } else { 0 }
    }
    return counts.max() ?? 0
  }
}
