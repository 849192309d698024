// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNBounds
internal import BNGoldenCases
internal import BNTensors

extension StepJudge {
  /// What is said of a tensor under the certified bound besides whether it passes, in this order.
  private var annotations: [(inout JudgedItem, Bounded) -> Void] {
    [untrusted, depth, beyondSummation, grade, silentChannels]
  }

  /// A tensor that the certified bound speaks of.
  private struct Bounded {
    let name: TensorName
    let actual: Tensor
    let expected: Tensor
    let allowance: TensorAllowance
  }

  /// Compares a tensor of the expected shape and type.
  func valueItem(_ name: TensorName, actual: Tensor, expected: Tensor) -> JudgedItem {
    let mode: ToleranceMode = isCopied(name) ? .exact : policy.tolerance ?? metadata.tolerance
    if actual.isIdentical(to: expected) {
      return identicalItem(name, expected: expected, mode: mode)
    }
    let specified = policy.specified?[index].tensors[name]
    if isCopied(name), expected.elementType != .int64, let specified {
      // What the specification copies, a hypothesis computes.
      let values = HypothesisAllowance.widened(
        Array(repeating: 0, count: expected.count),
        specified: specified,
        hypothesis: expected
      )
      return compared(name, actual: actual, expected: expected, rule: .each(values), mode: mode)
    }
    if let rule = AllowanceRule(mode, type: expected.elementType) {
      return compared(name, actual: actual, expected: expected, rule: rule, mode: mode)
    }
    guard let allowance = allowance(of: name, expected, metadata.boundDepth) else {
      return compared(name, actual: actual, expected: expected, rule: .exact, mode: .exact)
    }
    let values =
      specified.map {
        HypothesisAllowance.widened(allowance.values, specified: $0, hypothesis: expected)
      } ?? allowance.values
    var item = compared(
      name,
      actual: actual,
      expected: expected,
      rule: .each(values),
      mode: .certified
    )
    let bounded = Bounded(name: name, actual: actual, expected: expected, allowance: allowance)
    for annotate in annotations { annotate(&item, bounded) }
    return item
  }

  /// The rule by which a tensor is judged.
  func rule(_ name: TensorName, expected: Tensor) -> AllowanceRule {
    if isCopied(name) { return .exact }
    let mode = policy.tolerance ?? metadata.tolerance
    if let rule = AllowanceRule(mode, type: expected.elementType) { return rule }
    return allowance(of: name, expected, metadata.boundDepth).map { .each($0.values) } ?? .exact
  }

  private func allowance(
    of name: TensorName,
    _ expected: Tensor,
    _ depth: BoundDepth
  ) -> TensorAllowance? {
    run.allowance(of: name, after: index, expected: expected, depth: depth)
  }

  /// Equal bits need no allowance: they prove the answer whatever the bound says.
  private func untrusted(_ item: inout JudgedItem, _ tensor: Bounded) {
    guard policy.checksUntrusted, tensor.allowance.isUntrusted, item.verdict == .passed,
      item.comparison?.isExact != true
    else { return }
    item.verdict = .untrusted
  }

  /// A channel whose weight is 0 is right whatever the others are: that it passes makes no pattern.
  private func silentChannels(_ item: inout JudgedItem, _ tensor: Bounded) {
    guard [.output, .gradInput, .doubleGradInput].contains(tensor.name),
      let weight = run.state.weight,
      let places = item.comparison?.map?.pattern?.places, places.count == 1,
      places[0].dimension == 1, weight.count == places[0].size
    else { return }
    let passing = (0..<weight.count).filter { !places[0].contains($0) }
    if passing.allSatisfy({ weight.double(at: $0) == 0 }) { item.comparison?.map?.pattern = nil }
  }

  private func depth(_ item: inout JudgedItem, _ tensor: Bounded) {
    item.depth = depth(of: tensor.name)
  }

  private func depth(of name: TensorName) -> Int? {
    run.valuesPerChannel(of: name, after: index).map { metadata.boundDepth.depth(n: $0) }
  }

  // A recommended case may ask for blocked sums. What fails it by more than the n − 1 additions of a serial
  // sum can cost is no matter of summation.
  private func beyondSummation(_ item: inout JudgedItem, _ tensor: Bounded) {
    guard item.verdict == .failed, metadata.level == .recommended,
      metadata.boundDepth != .valuesPerChannel
    else { return }
    if !passes(tensor, .valuesPerChannel) { item.isBeyondSummation = true }
  }

  private func passes(_ tensor: Bounded, _ depth: BoundDepth) -> Bool {
    guard let values = allowance(of: tensor.name, tensor.expected, depth)?.values else {
      return false
    }
    return TensorComparison(
      actual: tensor.actual,
      expected: tensor.expected,
      allowance: .each(values)
    )?.outOfTolerance == 0
  }

  /// Larger tensors are not searched for the depth that they need: each step of the search takes as long as a
  /// comparison.
  private static let largestSearched = 1 << 18

  /// Adds the grade and the needed depth (numerics: the certified bound).
  private func grade(_ item: inout JudgedItem, _ tensor: Bounded) {
    guard policy.detail >= .grades, let comparison = item.comparison else { return }
    guard !comparison.isExact else {
      (item.grade, item.neededDepth) = (.exact, 0)
      return
    }
    if tensor.expected.count <= Self.largestSearched {
      item.neededDepth = DepthSearch.smallestDepth(
        actual: tensor.actual,
        expected: tensor.expected,
        allowances: { allowance(of: tensor.name, tensor.expected, $0) }
      ).map(Double.init)
    }
    if item.verdict == .failed {
      item.grade = .beyond
    } else if passes(tensor, .fixed(2)) {
      item.grade = .high
    } else {
      item.grade = passes(tensor, .blocked) ? .blocked : .certified
    }
  }

  /// A tensor with the expected bits, which need no allowance.
  private func identicalItem(
    _ name: TensorName,
    expected: Tensor,
    mode: ToleranceMode
  ) -> JudgedItem {
    let isBounded =
      mode == .certified && run.bounds(name, after: index, expected: expected)
    var item = item(name.rawValue, .passed, expected: expected)
    item.tolerance = (mode == .certified && !isBounded ? .exact : mode).description
    item.comparison = TensorComparison(count: expected.count)
    guard isBounded else { return item }
    item.depth = depth(of: name)
    if policy.detail >= .grades { (item.grade, item.neededDepth) = (.exact, 0) }
    return item
  }

  /// Whether a tensor is copied, not computed: parameters, the counter, and running statistics
  /// that no step has updated since they were set (R4, R5, R30).
  private func isCopied(_ name: TensorName) -> Bool {
    switch name {
    case .weight, .bias, .numBatchesTracked: true
    case .runningMean, .runningVar: run.history.updates.isEmpty
    default: false
    }
  }

  private func compared(
    _ name: TensorName,
    actual: Tensor,
    expected: Tensor,
    rule: AllowanceRule,
    mode: ToleranceMode
  ) -> JudgedItem {
    let comparison = TensorComparison(actual: actual, expected: expected, allowance: rule)
    let passes = comparison.map { $0.outOfTolerance == 0 } ?? false
    var item = item(name.rawValue, passes ? .passed : .failed, expected: expected)
    item.tolerance = mode.description
    item.comparison = comparison
    // Of elements that are all equal none is the worst; leaving it out saves a third of the run file.
    if comparison?.isExact == true { item.comparison?.worst = nil }
    if !passes, policy.detail == .maps {
      item.comparison?.map = FailureMap(actual: actual, expected: expected, allowance: rule)
    }
    return item
  }
}

extension TensorComparison {
  /// Whether every element has the expected bits.
  package var isExact: Bool { exact == count }
}
