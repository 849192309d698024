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
  /// What nearly all of the failures look like, in one sentence; nil if there is no such thing.
  package let headline: Headline?
  /// The other sentences, the most telling first; none where there is too little to say.
  package let lines: [String]

  /// Describes the failures of a run that have no cause.
  package init(_ outcomes: some Sequence<CaseOutcome>) {
    let judged = outcomes.filter { $0.level != .informative }
    let open = judged.filter {
      $0.causes == nil && ($0.status == .failed || $0.status == .wrongStructure)
    }
    let looks = Self.looks(open)
    let like = looks.first { Headline.isStrong($0.count, of: open.count) }
    guard open.count > 1 else {
      // What one case has to tell stands beside it.
      headline = nil
      lines = looks.map { $0.line(of: open.count) }
      return
    }
    let tensors = Self.byTensor(open).prefix(Self.tensorLimit)
    // Wrong running statistics tell of a training by themselves.
    let tellsMode = !tensors.contains { $0.name.hasPrefix("running_") }
    let all = tensors.flatMap { Self.descriptions($0, judged, tellsMode: tellsMode) }
    let headline = Headline(all, of: open.count) ?? like.map { $0.headline(of: open.count) }
    self.headline = headline
    var lines = looks.filter { headline?.fault == nil || $0.fault != headline?.fault }
      .map { $0.line(of: open.count) }
    if let part = Self.part(open) { lines.append(part) }
    var told: [[TensorDescription]] = []
    for one in headline?.rest(of: all) ?? all {
      // What holds of several tensors is said once.
      if let place = told.firstIndex(where: { $0[0].texts == one.texts }) {
        told[place].append(one)
      } else {
        told.append([one])
      }
    }
    self.lines = lines + told.map { TensorDescription.line($0, of: open.count) }
  }

  private static let tensorLimit = 5

  /// What most of the answers look like to the readers of traits, which reproduce nothing.
  private static func looks(_ open: [CaseOutcome]) -> [Look] {
    var counts: [String: Int] = [:]
    for outcome in open {
      for name in Set((outcome.traits ?? []).compactMap(\.fault)) { counts[name, default: 0] += 1 }
    }
    return FaultCatalogue.all.compactMap { fault in
      guard let count = counts[fault.name], 2 * count > open.count else { return nil }
      return Look(fault: fault.name, summary: fault.summary, count: count)
    }
  }

  /// A fault that answers look like.
  private struct Look {
    let fault: String
    let summary: String
    let count: Int

    func line(of open: Int) -> String {
      "looks like: \(summary) (fault:\(fault)), read off \(count) of \(open) "
        + "answers, none of which it gives in every element"
    }

    func headline(of open: Int) -> Headline {
      Headline(
        text: "like a BatchNorm which \(summary) (fault:\(fault)), read off \(count) of \(open) "
          + "answers, none of which it gives in every element",
        count: count,
        fault: fault
      )
    }
  }

  /// The tensors in which cases go wrong first, the most frequent first.
  private static func byTensor(_ open: [CaseOutcome]) -> [WrongTensor] {
    var found: [String: [WrongTensor.Sighting]] = [:]
    for outcome in open {
      let failing = outcome.items.filter(\.verdict.isFailure)
      let roots = failing.filter { $0.consequenceOf == nil }
      guard let step = (roots.first ?? failing.first)?.step else { continue }
      var names: Set<String> = []
      for item in roots where item.step == step && names.insert(item.name).inserted {
        found[item.name, default: []].append(WrongTensor.Sighting(outcome: outcome, item: item))
      }
    }
    return found.sorted { (-$0.value.count, $0.key) < (-$1.value.count, $1.key) }
      .map { WrongTensor(name: $0.key, label: $0.key, seen: $0.value) }
  }

  /// What is said of a tensor; of an output that goes wrong in both modes, and of which nothing is known as a whole,
  /// apart for each: there may be two mistakes.
  private static func descriptions(
    _ tensor: WrongTensor,
    _ judged: [CaseOutcome],
    tellsMode: Bool
  ) -> [TensorDescription] {
    let right = passing(tensor.name, judged)
    guard let whole = tensor.description(right, tellsMode: tellsMode) else { return [] }
    guard whole.size != nil, tensor.name == TensorName.output.rawValue else { return [whole] }
    let groups = Dictionary(grouping: tensor.seen) { $0.outcome.isTraining($0.item.step) }
    let parts = [(true, "output in training"), (false, "output in evaluation")].compactMap {
      isTraining,
      label in
      WrongTensor(name: tensor.name, label: label, seen: groups[isTraining] ?? [])
        .description(right, tellsMode: false)
    }
    return parts.count == 2 && parts.contains { $0.size == nil } ? parts : [whole]
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

  /// The steps in which a tensor is right, before anything went wrong.
  private static func passing(_ name: String, _ judged: [CaseOutcome]) -> [WrongTensor.RightStep] {
    judged.flatMap { outcome -> [WrongTensor.RightStep] in
      guard [.passed, .failed, .wrongStructure].contains(outcome.status) else { return [] }
      let end = outcome.items.first(where: \.verdict.isFailure)?.step ?? .max
      return outcome.items.filter { $0.name == name && $0.verdict == .passed && $0.step < end }.map
      {
        WrongTensor.RightStep(
          facets: CaseFacets(outcome, step: $0.step),
          isTraining: outcome.isTraining($0.step)
        )
      }
    }
  }
}

extension CaseOutcome {
  /// Whether a step is a forward in training; nil where that cannot be told.
  ///
  /// Only training computes running statistics: elsewhere they have to stay what they are.
  func isTraining(_ step: Int) -> Bool? {
    let items = items.filter { $0.step == step }
    guard items.contains(where: { $0.name == TensorName.output.rawValue }) else { return nil }
    return items.first { $0.name == TensorName.runningMean.rawValue }.map { $0.depth != nil }
  }
}
