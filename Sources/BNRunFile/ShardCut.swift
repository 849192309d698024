// SPDX-License-Identifier: MIT

internal import BNVerdicts
package import BNGoldenCases

/// Decides which cases belong to a shard; every shard of a run decides alike, without talking.
///
/// Without costs the selected cases of a file go round the shards in the order of their ids, and each
/// file begins at a place of its own, so that small files do not all burden the first shards. With
/// costs the dearest case goes first, each to the shard that has least to do.
package struct ShardCut: Equatable, Sendable {
  /// The part of the run.
  package var shard: Shard
  /// The run file that tells what cases cost, if there is one.
  package var costs: String?

  /// Creates a cut.
  package init(shard: Shard, costs: String? = nil) {
    self.shard = shard
    self.costs = costs
  }

  /// Those of a file's selected cases, sorted by id, that belong to the shard.
  ///
  /// - Throws: ``RunFileError`` if the costs cannot be read.
  package func ids(of selected: [CaseID], file: String) throws(RunFileError) -> Set<CaseID> {
    let planned = try costs.map { path throws(RunFileError) in
      CostPlan(try RunFile.read(path: path), shards: shard.count)
    }
    let start = Self.start(of: file, shards: shard.count)
    var ids: Set<CaseID> = []
    for (rank, id) in selected.enumerated() {
      let place = planned?.place(of: id.text) ?? (start + rank) % shard.count
      if place == shard.index - 1 { ids.insert(id) }
    }
    return ids
  }

  /// A number that the file's name gives on every machine: FNV-1a, which mixes the last bytes well
  /// enough once they are folded.
  private static func start(of file: String, shards: Int) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in file.utf8 {
      hash ^= UInt64(byte)
      hash &*= 0x100_0000_01b3
    }
    return Int((hash >> 32 ^ hash & 0xFFFF_FFFF) % UInt64(shards))
  }
}

/// Cases spread over shards by what they cost in an earlier run.
struct CostPlan {
  private let places: [String: Int]

  /// Spreads the cases of a run: the dearest first, each to the shard that has least so far.
  init(_ run: RunFile, shards: Int) {
    // Equal costs are ordered by id, so that every machine comes to the same plan.
    let cases = run.outcomes.map { (id: $0.outcome.id, cost: max(0, $0.outcome.milliseconds)) }
      .sorted { ($1.cost, $0.id) < ($0.cost, $1.id) }
    var places: [String: Int] = [:]
    var loads = LeastLoaded(count: shards)
    for (id, cost) in cases where places[id] == nil { places[id] = loads.add(cost) }
    self.places = places
  }

  /// The shard of a case, from 0; nil if the earlier run knows nothing of it.
  func place(of id: String) -> Int? { places[id] }
}

/// A heap of loads, whose least is found at once.
private struct LeastLoaded {
  private var heap: [(load: Double, index: Int)]

  init(count: Int) { heap = (0..<count).map { (0, $0) } }

  /// Adds to the least load, the first of several, and returns its index.
  mutating func add(_ cost: Double) -> Int {
    let index = heap[0].index
    // A case that took no measurable time still counts as one.
    heap[0].load += cost + 1e-3
    var place = 0
    while true {
      let left = 2 * place + 1
      var least = place
      for child in left..<min(left + 2, max(left, heap.count)) where heap[child] < heap[least] {
        least = child
      }
      guard least != place else { return index }
      heap.swapAt(place, least)
      place = least
    }
  }
}
