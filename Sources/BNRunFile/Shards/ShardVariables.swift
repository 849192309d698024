// SPDX-License-Identifier: MIT

/// The environment, asked for what engines say in it.
struct ShardVariables {
  private let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  /// The place that the first engine gives which says all that it takes.
  ///
  /// - Throws: ``ShardPlaceError`` if a number makes no sense, or if no engine says all and one says
  ///   a part of it: an unsharded run would judge every case in every process.
  func first(_ engines: [ShardEngine], total: Int?) throws(ShardPlaceError) -> ShardPlace? {
    var incomplete: ShardPlaceError?
    for engine in engines {
      let (index, count) = (try number(engine.index), try engine.count.flatMap(number))
      if let index, let count = try self.count(of: engine, told: count, total: total) {
        return try place(engine, index, count)
      }
      guard index != nil || count != nil, !engine.mayTellOneAlone, let name = engine.count else {
        continue
      }
      let (there, missing) = index == nil ? (name, engine.index) : (engine.index, name)
      incomplete =
        incomplete ?? ShardPlaceError("\(engine.name) sets \(there), but not \(missing)")
    }
    if let incomplete { throw incomplete }
    return nil
  }

  /// How many shards an engine that has a number for this process makes.
  private func count(
    of engine: ShardEngine,
    told count: Int?,
    total: Int?
  ) throws(ShardPlaceError) -> Int? {
    guard engine.count == nil else {
      if let count, let total, total != count {
        throw ShardPlaceError("auto/\(total), but \(engine.name) says \(count)")
      }
      return count
    }
    guard let total else {
      throw ShardPlaceError("\(engine.name) does not tell how many tasks there are; write auto/N")
    }
    return total
  }

  private func place(
    _ engine: ShardEngine,
    _ index: Int,
    _ count: Int
  ) throws(ShardPlaceError) -> ShardPlace {
    let base = try engine.first.map(required) ?? engine.base
    let step = try engine.step.map(required) ?? 1
    guard (1...Shard.maximumCount).contains(count) else {
      throw ShardPlaceError(
        "\(engine.name): \(count) shards; it must be 1 to \(Shard.maximumCount)"
      )
    }
    let offset = index - base
    guard step > 0, offset >= 0, offset % step == 0,
      let shard = Shard(index: offset / step + 1, count: count)
    else {
      throw ShardPlaceError(
        "\(engine.name) says number \(index) of \(count) from \(base) in steps of \(step), "
          + "which leaves gaps; number the tasks without any"
      )
    }
    return ShardPlace(shard: shard, source: engine.name)
  }

  private func required(_ name: String) throws(ShardPlaceError) -> Int {
    guard let number = try number(name) else { throw ShardPlaceError("\(name) is not set") }
    return number
  }

  private func number(_ name: String) throws(ShardPlaceError) -> Int? {
    guard let text = environment[name], !text.isEmpty else { return nil }
    guard let number = Int(text), number.magnitude < 1 << 31 else {
      throw ShardPlaceError("\(name) is \(text.prefix(40).debugDescription), but must be a number")
    }
    return number
  }
}
