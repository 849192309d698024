// SPDX-License-Identifier: MIT

/// Results of independent pieces of work, in order, so many at a time.
package enum ConcurrentMap {
  /// Runs the body for each number, so many at a time.
  package static func run<Value: Sendable>(
    _ count: Int,
    jobs: Int,
    _ body: @escaping @Sendable (Int) async -> Value
  ) async -> [Value] {
    await withTaskGroup(of: (Int, Value).self) { group in
      var results = [Value?](repeating: nil, count: count)
      var next = 0
      while next < min(max(jobs, 1), count) {
        let index = next
        group.addTask { @concurrent in (index, await body(index)) }
        next += 1
      }
      for await (index, value) in group {
        results[index] = value
        guard next < count else { continue }
        let following = next
        group.addTask { @concurrent in (following, await body(following)) }
        next += 1
      }
      return results.compactMap(\.self)
    }
  }
}
