// SPDX-License-Identifier: MIT

/// A small set of cases on which every fault dies that dies on any of them.
enum SmallestCover {
  /// The places of the cases, in the order in which they were chosen: each kills most of what still lives.
  ///
  /// Of equals the first is chosen. `kills` holds for each fault the places of the cases that it fails.
  static func find(_ kills: [Set<Int>]) -> [Int] {
    var killers: [Int: Set<Int>] = [:]
    for (fault, places) in kills.enumerated() {
      for place in places { killers[place, default: []].insert(fault) }
    }
    var chosen: [Int] = []
    while let best = killers.max(by: {
      ($0.value.count, $1.key) < ($1.value.count, $0.key)
    }), !best.value.isEmpty {
      chosen.append(best.key)
      killers = killers.mapValues { $0.subtracting(best.value) }
    }
    return chosen
  }
}
