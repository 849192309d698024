// SPDX-License-Identifier: MIT

internal import BNTensors

/// What a wrong sum, or a wrong mean, of known terms is instead: found among the ways in which loops, tiles, warps and
/// merges go wrong.
struct SumSigns {
  /// The terms of each channel, in memory order.
  let terms: [[Double]]
  let places: ChannelPlaces
  /// Whether the sum is divided by the number of terms.
  let isMean: Bool

  /// What was found for a channel, and what is specified.
  struct Total {
    let channel: Int
    let actual: Double
    let specified: Double
    /// How far rounding alone may take it.
    let noise: Double

    /// Whether it is so wrong that another number can be told from it.
    var isTelling: Bool { (actual - specified).magnitude > 32 * noise && actual.isFinite }

    func isNear(_ value: Double) -> Bool {
      (value - actual).magnitude <= 2e-3 * (actual - specified).magnitude + 4 * noise
    }
  }

  /// What all wrong totals are, in words that stand behind "the sum" or "the mean"; none if nothing fits.
  func words(_ totals: [Total]) -> [String] {
    let telling = totals.filter(\.isTelling)
    guard !telling.isEmpty, places.count > 1 else { return [] }
    var found: [String] = []
    for way in ways where telling.allSatisfy({ $0.isNear(way.value(terms[$0.channel])) }) {
      found.append(way.words)
    }
    if found.isEmpty, isMean, let divisor = divisor(telling) {
      found.append("is divided by \(divisor)")
    }
    return found
  }

  private struct Way {
    let words: String
    let value: ([Double]) -> Double
  }

  private var ways: [Way] {
    let n = places.count
    var ways: [Way] = []
    for part in LeftOut.all(places) {
      func kept(_ terms: [Double]) -> Double {
        terms.indices.reduce(0) { part.isLeftOut($1) ? $0 : $0 + terms[$1] }
      }
      let count = (0..<n).count { !part.isLeftOut($0) }
      if isMean {
        ways.append(Way(words: "leaves out \(part.words)") { kept($0) / Double(n) })
        ways.append(
          Way(words: "leaves out \(part.words), and so does its count") { kept($0) / Double(count) }
        )
      } else {
        ways.append(Way(words: "leaves out \(part.words)", value: kept))
      }
    }
    let divisor = isMean ? Double(n) : 1
    for size in [4, 8, 16, 32, 64] where n % size != 0 {
      let missing = Double(size - n % size)
      ways.append(
        Way(words: "adds the last value again up to a multiple of \(size)") { terms in
          (terms.reduce(0, +) + missing * (terms.last ?? 0)) / divisor
        }
      )
    }
    ways.append(
      Way(words: "adds the first value twice") { terms in
        (terms.reduce(0, +) + (terms.first ?? 0)) / divisor
      }
    )
    let formats = [(11, FloatFormat(precision: 11, exponentBits: 8)), (8, .bfloat16)]
    for (bits, format) in formats {
      ways.append(
        Way(words: "rounds its terms to \(bits) bits") { terms in
          terms.reduce(0) { $0 + format.double(fromBits: format.bits(rounding: $1)) } / divisor
        }
      )
    }
    return ways + (isMean ? ofTiles : [])
  }

  /// Means of tiles that are averaged as if they had equal counts.
  private var ofTiles: [Way] {
    let n = places.count
    return (1...10).map { 1 << $0 }.filter { $0 < n && n % $0 != 0 }.map { size in
      Way(words: "averages tiles of \(size), the last of which is shorter") { terms in
        let means = stride(from: 0, to: n, by: size).map { start in
          let tile = terms[start..<min(start + size, n)]
          return tile.reduce(0, +) / Double(tile.count)
        }
        return means.reduce(0, +) / Double(means.count)
      }
    }
  }

  /// The whole number by which the sums of all channels are divided, if it is one.
  private func divisor(_ totals: [Total]) -> String? {
    let n = places.count
    let found = totals.map { terms[$0.channel].reduce(0, +) / $0.actual }
    guard let first = found.first, first.isFinite, first > 0.5, first < 1e9 else { return nil }
    let number = first.rounded()
    // A mean that is off by a little is divided by n, too.
    guard number != Double(n),
      found.allSatisfy({ ($0 - number).magnitude <= 2e-3 * ($0 - Double(n)).magnitude })
    else { return nil }
    let names = [
      (n - 1, "n − 1"), (n + 1, "n + 1"), (places.samples, "N"), (places.positions, "S"),
    ]
    if let name = names.first(where: { Double($0.0) == number })?.1 { return name }
    for size in [4, 8, 16, 32, 64, 128, 256] where Double((n + size - 1) / size * size) == number {
      return "n rounded up to a multiple of \(size)"
    }
    return "\(Int(number))"
  }
}
