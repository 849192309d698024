// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNBounds
internal import BNTensors

/// Run files come from strangers, too. Reports add these numbers up and draw them: none may be so large,
/// or so little a number, that arithmetic on it would stop the process.
extension RunRecord {
  /// Whether every number is one that a run could have written.
  var isPlausible: Bool {
    switch self {
    case .header, .problem, .warning: true
    case .claim(let claim): claim.isPlausible
    case .file(let file):
      Plausible.count(file.cases) && (file.planned.map(Plausible.count) ?? true)
    case .outcome(let recorded):
      Plausible.time(recorded.outcome.milliseconds)
        && recorded.outcome.items.allSatisfy(\.isPlausible)
    case .footer(let footer):
      Plausible.time(footer.milliseconds) && Plausible.count(footer.problems)
        && footer.counts.isPlausible
    }
  }
}

private enum Plausible {
  /// A million million of them: sums of many such numbers are far from the largest integer.
  static func count(_ number: Int) -> Bool { (0...1_000_000_000_000).contains(number) }

  /// Milliseconds, up to thirty years.
  static func time(_ milliseconds: Double) -> Bool { (0...1e12).contains(milliseconds) }
}

extension OutcomeCounts {
  fileprivate var isPlausible: Bool {
    OutcomeStatus.allCases.allSatisfy { Plausible.count(self[$0]) }
  }
}

extension JudgedItem {
  fileprivate var isPlausible: Bool {
    Plausible.count(step) && (depth.map(Plausible.count) ?? true)
      && (neededDepth.map { (0...0x1p60).contains($0) } ?? true)
      && (comparison?.isPlausible ?? true)
  }
}

extension TensorComparison {
  fileprivate var isPlausible: Bool {
    [count, outOfTolerance, exact, nanMismatches, infinityMismatches].allSatisfy(Plausible.count)
      && histogram.bins.count <= 66 && histogram.bins.allSatisfy(Plausible.count)
      && !maxShare.value.isNaN && (map?.isPlausible ?? true)
  }
}

extension FailureMap {
  fileprivate var isPlausible: Bool {
    let width = rows.first?.count ?? 0
    return (1...Self.limit).contains(rows.count) && (1...Self.limit).contains(width)
      && rows.allSatisfy { $0.count == width } && factors.count == rows.count
      && Plausible.count(channels) && Plausible.count(positions) && rows.count <= channels
      && (pattern?.places.allSatisfy(\.isPlausible) ?? true)
  }
}

extension FailurePattern.Places {
  fileprivate var isPlausible: Bool {
    (dimension.map { (0...64).contains($0) } ?? true) && Plausible.count(size)
      && Plausible.count(step) && step >= 1 && first >= 0 && first <= last && last < size
  }
}
