// SPDX-License-Identifier: MIT

/// Puts what several files deliver at the same time into the order of the files.
struct OrderedRelease<Element> {
  private var waiting: [[Element]]
  private var isFinished: [Bool]
  private var current = 0

  init(count: Int) {
    waiting = Array(repeating: [], count: count)
    isFinished = Array(repeating: false, count: count)
  }

  /// Takes an element of a file and returns what is due.
  mutating func add(_ element: Element, of file: Int) -> [Element] {
    if file == current { return [element] }
    waiting[file].append(element)
    return []
  }

  /// Notes that a file delivers no more and returns what is due.
  mutating func finish(_ file: Int) -> [Element] {
    isFinished[file] = true
    var due: [Element] = []
    while current < isFinished.count, isFinished[current] {
      current += 1
      if current < waiting.count { due += take(current) }
    }
    return due
  }

  /// Returns all that is left, though some files were never finished.
  mutating func drain() -> [Element] { waiting.indices.flatMap { take($0) } }

  private mutating func take(_ file: Int) -> [Element] {
    defer { waiting[file] = [] }
    return waiting[file]
  }
}
