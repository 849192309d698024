// SPDX-License-Identifier: MIT

internal import Foundation

/// Cases by their share of the allowance, on a logarithmic axis with a line at 1.
struct ShareChart {
  private let bins: [(label: String, count: Int, isBeyond: Bool)]

  /// Sorts the shares into powers of ten; exact ones have a bin of their own.
  init(shares: [Double]) {
    var counts = [Int](repeating: 0, count: 9)
    for share in shares {
      switch share {
      case ...0: counts[0] += 1
      case 1.0.nextUp...: counts[share > 1000 || share.isNaN ? 8 : share > 10 ? 7 : 6] += 1
      default: counts[max(1, min(5, Int(5 + log10(share).rounded(.up))))] += 1
      }
    }
    let labels = ["0", "10⁻⁴", "10⁻³", "0.01", "0.1", "1", "10", "1000", "more"]
    bins = labels.indices.map { (labels[$0], counts[$0], $0 > 5) }
  }

  var markup: Markup {
    BarChart(
      title: "Share of the allowance",
      caption:
        "Number of cases whose worst tensor used no more than so large a share; right of the line it is too much.",
      bars: bins.map { BarChart.Bar(label: $0.label, count: $0.count, isBad: $0.isBeyond) },
      lineBefore: 6
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
      title: "Distance in representable numbers",
      caption: "Number of elements no farther than so many ULP from the exact result.",
      bars: zip(labels, counts).map { BarChart.Bar(label: $0, count: $1, isBad: false) },
      lineBefore: nil
    ).markup
  }
}
