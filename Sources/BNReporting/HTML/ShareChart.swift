// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNVerdicts
internal import BNPlatform

/// Cases by their share of the allowed error, on a logarithmic axis with a line at the limit.
struct ShareChart {
  private let bins: [(label: String, count: Int, kind: BarChart.Kind)]

  /// The first bin beyond the limit.
  private static let firstBeyond = 6

  /// Sorts the cases into powers of ten; exact ones have a bin of their own.
  init(_ outcomes: [CaseOutcome], strict: Bool) {
    let labels = ["0", "10⁻⁴", "10⁻³", "0.01", "0.1", "1", "10", "1000", "more"]
    var counts = [Int](repeating: 0, count: labels.count)
    var decides = [Bool](repeating: false, count: labels.count)
    for outcome in outcomes {
      guard let share = CaseFigures(outcome).share else { continue }
      let bin = Self.bin(share)
      counts[bin] += 1
      if outcome.isCounted(strict: strict) { decides[bin] = true }
    }
    bins = labels.indices.map { index in
      let kind: BarChart.Kind =
        index < Self.firstBeyond ? .fill : decides[index] ? .bad : .soft
      return (labels[index], counts[index], kind)
    }
  }

  private static func bin(_ share: Double) -> Int {
    switch share {
    case ...0: 0
    case 1.0.nextUp...: share > 1000 ? 8 : share > 10 ? 7 : 6
    case ...1: max(1, min(5, Int(5 + log10(share).rounded(.up))))
    default: 8
    }
  }

  var markup: Markup {
    let hasSoft = bins.contains { $0.kind == .soft && $0.count > 0 }
    let colours = hasSoft ? " Yellow bars hold no case that is required." : ""
    return BarChart(
      title: "Share of the allowed error",
      caption:
        "Cases by their largest share of the allowed error; each bar ends at its label. Right of the dashed line they fail."
        + colours,
      counted: "cases",
      measured: "largest share of the allowed error (log scale)",
      bars: bins.map { BarChart.Bar(label: $0.label, count: $0.count, kind: $0.kind) },
      lineBefore: Self.firstBeyond
    ).markup
  }
}

/// Elements by their distance from the expected number.
struct ULPChart {
  private let bins: [Int]

  init(bins: [Int]) { self.bins = bins }

  var markup: Markup {
    // 0, 1, 2, 3–4, … 65–128 one by one, what lies beyond together.
    let limit = 9
    var counts = Array(bins.prefix(limit))
    counts += [Int](repeating: 0, count: limit - counts.count)
    counts.append(bins.dropFirst(limit).reduce(0, +))
    let labels = ["0", "1", "2", "4", "8", "16", "32", "64", "128", "more"]
    return BarChart(
      title: "Distance in ULP",
      caption: "Elements by their distance from the exact result; each bar ends at its label.",
      counted: "elements",
      measured: "distance in ULP (log scale)",
      bars: zip(labels, counts).map { BarChart.Bar(label: $0, count: $1, kind: .fill) },
      lineBefore: nil
    ).markup
  }
}
