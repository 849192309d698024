// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNBounds
internal import BNGoldenCases
internal import BNTensors

extension StepJudge {
  /// Compares a tensor of the expected shape and type.
  func valueItem(_ name: TensorName, actual: Tensor, expected: Tensor) -> JudgedItem {
    let mode: ToleranceMode = isCopied(name) ? .exact : tolerance
    if !describesExact, actual.isIdentical(to: expected) {
      return identicalItem(name, expected: expected, mode: mode)
    }
    if isCopied(name), expected.elementType != .int64, let specified = specified?.tensors[name] {
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
    let allowance = run.allowance(of: name, after: index, expected: expected, depth: depth)
    guard let allowance else {
      return compared(name, actual: actual, expected: expected, rule: .exact, mode: .exact)
    }
    let values =
      (specified?.tensors[name]).map {
        HypothesisAllowance.widened(allowance.values, specified: $0, hypothesis: expected)
      } ?? allowance.values
    var item = compared(
      name,
      actual: actual,
      expected: expected,
      rule: .each(values),
      mode: .certified
    )
    // Equal bits need no allowance: they prove the answer whatever the bound says.
    let isExact = item.comparison.map { $0.exact == $0.count } ?? false
    if checksUntrusted, allowance.isUntrusted, item.verdict == .passed, !isExact {
      item.verdict = .untrusted
    }
    item.depth = run.valuesPerChannel(of: name, after: index).map { depth.depth(n: $0) }
    if grades { grade(&item, name: name, actual: actual, expected: expected) }
    return item
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
    item.depth = run.valuesPerChannel(of: name, after: index).map { depth.depth(n: $0) }
    if grades { (item.grade, item.neededDepth) = (.exact, 0) }
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
    if !passes, mapsFailures {
      item.comparison?.map = FailureMap(actual: actual, expected: expected, allowance: rule)
    }
    return item
  }

  /// Adds the grade and the needed depth (numerics: the certified bound).
  private func grade(
    _ item: inout JudgedItem,
    name: TensorName,
    actual: Tensor,
    expected: Tensor
  ) {
    guard let comparison = item.comparison else { return }
    if comparison.exact == comparison.count {
      (item.grade, item.neededDepth) = (.exact, 0)
      return
    }
    func allowance(_ depth: BoundDepth) -> TensorAllowance? {
      run.allowance(of: name, after: index, expected: expected, depth: depth)
    }
    func passes(_ depth: BoundDepth) -> Bool {
      guard let values = allowance(depth)?.values else { return false }
      return TensorComparison(actual: actual, expected: expected, allowance: .each(values))?
        .outOfTolerance == 0
    }
    item.neededDepth = DepthSearch.smallestDepth(
      actual: actual,
      expected: expected,
      allowances: allowance
    ).map(Double.init)
    if item.verdict == .failed {
      item.grade = .beyond
    } else if passes(.fixed(2)) {
      item.grade = .high
    } else {
      item.grade = passes(.blocked) ? .blocked : .certified
    }
  }
}
