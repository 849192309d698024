// SPDX-License-Identifier: MIT

internal import BNFaults
internal import BNVerdicts

/// Looks for the faults that, together, make an implementation answer a whole run as it did.
///
/// There is one hypothesis at a time, at first the specification. Each round adds what gives most of
/// the answers that are still open without taking back others: a single fault, else two, which share a
/// failing case so that neither alone gives it. Hypotheses are tried first where the cases are small
/// and unlike each other; the few that are left are tried on every case, failing and passing. Nothing
/// depends on the order of the cases.
struct CauseSearch {
  /// Faults that no case of the run tells apart, one of which is part of the hypothesis.
  struct Part {
    var fault: Fault
    /// The others.
    var equals: [Fault] = []
    /// The cases in which it is met; nil for all.
    var scope: CaseScope?
    /// The fault in the forms that give answers: what speaks for it and against it has to be one form.
    var seen: Fault

    init(fault: Fault, equals: [Fault] = [], scope: CaseScope? = nil) {
      (self.fault, self.equals, self.scope, seen) = (fault, equals, scope, fault)
    }
  }

  private let faults: [Fault]
  private let ranks: [String: Int]
  private let failing: [CaseBench]
  private let passing: [CaseBench]
  private let limits: SearchLimits
  /// What was found.
  private(set) var parts: [Part] = []
  /// The failing cases, by place, that the parts together give.
  private(set) var explained: Set<Int> = []

  init(_ faults: [Fault], failing: [CaseBench], passing: [CaseBench], limits: SearchLimits) {
    self.faults = faults
    // Of equal causes a way that the specification leaves open comes first, then the more common mistake.
    func weight(_ fault: Fault) -> Int { fault.dialect == nil ? fault.frequency.rawValue : .max }
    let order = faults.indices.sorted {
      (weight(faults[$1]), $0) < (weight(faults[$0]), $1)
    }
    ranks = Dictionary(zip(order.map { faults[$0].name }, faults.indices)) { first, _ in first }
    (self.failing, self.passing, self.limits) = (failing, passing, limits)
  }

  /// Searches until nothing more is found.
  mutating func run() {
    while parts.count < limits.parts, explained.count < failing.count {
      guard let found = singles() ?? pairs() else { break }
      parts = (parts + found).sorted { rank($0.fault) < rank($1.fault) }
      explained = reproduced(by: parts)
    }
    for place in parts.indices { parts[place].seen = seen(parts[place].fault) }
    prune()
  }

  /// A fault in the forms that give answers alone; in all where none does.
  private func seen(_ fault: Fault) -> Fault {
    guard fault.changes.count > 1 else { return fault }
    let forms = Set(explained.compactMap { failing[$0].fit(Hypothesis([fault])).form })
    return forms.isEmpty ? fault : fault.keeping(forms: forms.sorted())
  }

  func benches(failing index: Int) -> CaseBench { failing[index] }

  // MARK: Hypotheses

  private func rank(_ fault: Fault) -> Int { ranks[fault.name] ?? faults.count }

  /// What the parts make of a case, with others added.
  func hypothesis(_ parts: [Part], on bench: CaseBench, adding more: [Fault] = []) -> Hypothesis {
    let own = parts.filter { $0.scope?.holds(bench.facets) ?? true }.map(\.fault)
    return Hypothesis((own + more).sorted { rank($0) < rank($1) })
  }

  private func reproduced(by parts: [Part]) -> Set<Int> {
    Set(failing.indices.filter { isReproduced($0, by: parts) })
  }

  func isReproduced(_ index: Int, by parts: [Part], adding more: [Fault] = []) -> Bool {
    let hypothesis = hypothesis(parts, on: failing[index], adding: more)
    return !hypothesis.faults.isEmpty && failing[index].fit(hypothesis).reproduces
  }

  // MARK: Singles

  /// The fault that gives most of what is open, with those that cannot be told from it.
  private func singles() -> [Part]? {
    let samples = representatives()
    let used = Set(parts.map(\.fault.name))
    let scored = faults.filter { !used.contains($0.name) }.compactMap { fault in
      let hits = samples.filter { isReproduced($0.index, by: parts, adding: [fault]) }
      let score = hits.reduce(0) { $0 + $1.weight }
      return score > 0 ? (faults: [fault], score: score) : nil
    }
    return best(of: scored)
  }

  /// A small case of every kind of failure, with the number of open cases that it stands for.
  private func representatives() -> [(index: Int, weight: Int)] {
    let open = failing.indices.filter { !explained.contains($0) && failing[$0].isSmall(limits) }
    let groups = Dictionary(grouping: open) { failing[$0].signature }.values
    let chosen = groups.sorted { (-$0.count, key($0)) < (-$1.count, key($1)) }.prefix(
      limits.samples
    )
    return chosen.flatMap { group in
      // Two of a large group: the smallest may be too poor to tell hypotheses apart.
      let ordered = group.sorted { size($0) < size($1) }
      let taken = ordered.count > 3 ? [ordered[0], ordered[ordered.count / 2]] : [ordered[0]]
      return taken.map { ($0, max(group.count / taken.count, 1)) }
    }
  }

  private func size(_ index: Int) -> (Int, String) {
    (failing[index].size, failing[index].outcome.id)
  }
  private func key(_ group: [Int]) -> String { group.map { failing[$0].outcome.id }.min() ?? "" }

  // MARK: Choice

  /// Of hypotheses with scores from the samples, the best one on the whole run; nil if none is good.
  private func best(of scored: [(faults: [Fault], score: Int)]) -> [Part]? {
    let ordered = scored.sorted {
      (-$0.score, $0.faults.map(rank).reduce(0, +)) < (-$1.score, $1.faults.map(rank).reduce(0, +))
    }
    guard let most = ordered.first?.score else { return nil }
    // Those with less than half of the best score cannot win.
    let candidates = ordered.prefix { 2 * $0.score >= most }.prefix(limits.candidates)
    let tests = probation()
    let promising = candidates.map { trial($0.faults, tests.failing, tests.passing) }
    guard let top = promising.map(\.net).max() else { return nil }
    let finalists = promising.filter { $0.net >= top - max(1, abs(top) / 10) }
      .prefix(limits.finalists)
    return choose(
      finalists.map { trial($0.faults, Array(failing.indices), Array(passing.indices)) }
    )
  }

  /// Chooses by the whole run; faults that do the same everywhere are one part.
  private func choose(_ trials: [Trial]) -> [Part]? {
    guard let top = trials.map(\.net).max(), top > 0 else { return nil }
    let equal = trials.filter { $0.net == top }
    // Where a fault explains as much as one that goes beyond it, nothing speaks for the latter.
    let names = Set(equal.flatMap { $0.faults.map(\.name) })
    let plain = equal.filter { $0.faults.allSatisfy { !names.contains($0.includes ?? "") } }
    guard let first = plain.first,
      // Where one of several accidents wins a case or two, none of them is the cause.
      20 * first.gain.won.count >= failing.count - explained.count
    else { return nil }
    let same = plain.filter {
      $0.gain == first.gain && $0.faults.count == first.faults.count
        && $0.isLegal == first.isLegal
    }
    return first.faults.indices.map { place in
      var others: [Fault] = []
      for one in same.dropFirst() {
        let fault = one.faults[place]
        let isKnown = (first.faults + others).contains { $0.name == fault.name }
        if !isKnown { others.append(fault) }
      }
      return Part(fault: first.faults[place], equals: others, scope: first.scope)
    }
  }

  /// What became of faults that were added to the hypothesis, where they are met.
  private struct Trial {
    let faults: [Fault]
    let gain: Gain
    let scope: CaseScope?

    /// What is won less what is lost; a scope has to be worth it.
    var net: Int { gain.net - (scope == nil ? 0 : 1) }
    /// Whether they are ways that the specification leaves open.
    var isLegal: Bool { faults.allSatisfy { $0.dialect != nil } }
  }

  /// Tries faults, and narrows to a scope what is right in a part of the cases only.
  private func trial(_ faults: [Fault], _ failures: [Int], _ passes: [Int]) -> Trial {
    let gain = gain(faults, failures, passes)
    let bad = gain.lost.map { failing[$0].facets } + gain.against.map { passing[$0].facets }
    guard 10 * bad.count > gain.won.count,
      let scope = CaseScope.separating(
        gain.won.map { failing[$0].facets },
        from: bad,
        by: CaseFacets.Key.ofCauses
      )
    else { return Trial(faults: faults, gain: gain, scope: nil) }
    let narrowed = Gain(
      won: gain.won.filter { scope.holds(failing[$0].facets) },
      lost: gain.lost.filter { scope.holds(failing[$0].facets) },
      against: gain.against.filter { scope.holds(passing[$0].facets) }
    )
    return Trial(faults: faults, gain: narrowed, scope: scope)
  }

  /// What a hypothesis changes.
  private struct Gain: Equatable {
    var won: Set<Int> = []
    /// Failing cases that were given before and are not any more.
    var lost: Set<Int> = []
    /// Passing cases that it gives another answer to.
    var against: Set<Int> = []

    var net: Int { won.count - lost.count - against.count }
  }

  private func gain(_ more: [Fault], _ failures: [Int], _ passes: [Int]) -> Gain {
    var gain = Gain()
    for index in failures {
      let isGiven = isReproduced(index, by: parts, adding: more)
      if explained.contains(index) {
        if !isGiven { gain.lost.insert(index) }
      } else if isGiven {
        gain.won.insert(index)
      }
    }
    // How an arithmetic rounds depends on the order of operations: what passes does not deny it.
    let isPrecision = more.allSatisfy { $0.category == .precision }
    for index in isPrecision ? [] : passes where passing[index].isSmall(limits) {
      let before = hypothesis(parts, on: passing[index])
      guard before.faults.isEmpty || passing[index].agrees(with: before) else { continue }
      let after = hypothesis(parts, on: passing[index], adding: more)
      if !passing[index].agrees(with: after) { gain.against.insert(index) }
    }
    return gain
  }

  /// Some cases of every kind, spread over the run.
  private func probation() -> (failing: [Int], passing: [Int]) {
    func spread(_ all: [Int], _ count: Int) -> [Int] {
      guard all.count > count else { return all }
      return (0..<count).map { all[$0 * all.count / count] }
    }
    let open = failing.indices.filter { !explained.contains($0) }
    return (
      spread(open, limits.probation) + spread(explained.sorted(), limits.probation / 2),
      spread(Array(passing.indices), limits.probation)
    )
  }

  // MARK: Pairs

  /// Two faults which only together give a case that is open.
  private func pairs() -> [Part]? {
    guard parts.count + 2 <= limits.parts else { return nil }
    var scored: [String: (faults: [Fault], score: Int)] = [:]
    for (index, weight) in representatives().prefix(limits.pairCases) {
      for pair in pairs(on: failing[index]) {
        let name = pair.map(\.name).joined(separator: "+")
        scored[name, default: (pair, 0)].score += weight
      }
    }
    return best(of: scored.keys.sorted().compactMap { scored[$0] })
  }

  private func pairs(on bench: CaseBench) -> [[Fault]] {
    let used = Set(parts.map(\.fault.name))
    let all = Set(bench.failing.indices)
    let candidates = faults.filter { !used.contains($0.name) }.compactMap { fault in
      let fit = bench.fit(hypothesis(parts, on: bench, adding: [fault]))
      return fit.altered.isEmpty ? nil : (fault: fault, fit: fit)
    }
    var tries: [(first: Int, second: Int, right: Int)] = []
    for first in candidates.indices {
      for second in candidates.indices.dropFirst(first + 1) {
        let (one, other) = (candidates[first].fit, candidates[second].fit)
        guard one.altered.union(other.altered) == all else { continue }
        tries.append((first, second, one.right.union(other.right).count))
      }
    }
    let chosen = tries.sorted { ($1.right, $0.first, $0.second) < ($0.right, $1.first, $1.second) }
      .prefix(limits.pairs)
    return chosen.compactMap { one in
      let pair = [candidates[one.first].fault, candidates[one.second].fault]
      let fit = bench.fit(hypothesis(parts, on: bench, adding: pair))
      return fit.reproduces ? pair : nil
    }
  }

  // MARK: The end

  /// Takes out what more answers speak against than for, and what the others make superfluous.
  private mutating func prune() {
    for part in parts {
      let given = explained.filter { isReproduced($0, by: [part]) }
      let needed = explained.count { index in
        !isReproduced(index, by: parts.filter { $0.fault.name != part.fault.name })
      }
      func isMet(_ bench: CaseBench) -> Bool {
        bench.isSmall(limits) && part.scope?.holds(bench.facets) ?? true
      }
      let denied = failing.indices.count { index in
        !explained.contains(index) && isMet(failing[index]) && failing[index].denies(part.seen)
      }
      let isPrecision = part.fault.category == .precision
      let changed = isPrecision ? 0 : passing.count { isMet($0) && $0.denies(part.seen) }
      // Mistakes that nothing tells apart, and that give no answer by themselves, are none of them seen.
      let isVague = part.equals.count > 1 && given.isEmpty
      // Where an unknown mistake is at work, too, one answer may be its doing.
      let isLone = needed < 2 && explained.count < failing.count
      if denied + changed >= needed || isVague || isLone {
        parts.removeAll { $0.fault.name == part.fault.name }
      }
    }
    explained = reproduced(by: parts)
    for part in parts.reversed() where parts.count > 1 {
      let rest = parts.filter { $0.fault.name != part.fault.name }
      let given = reproduced(by: rest)
      if given.count >= explained.count { (parts, explained) = (rest, given) }
    }
  }
}
