// SPDX-License-Identifier: MIT

internal import BNDifferential
internal import BNRecipes

extension DrawnNumbers {
  /// The numbers of one case: where they begin is what a counter-based generator gives for seed and index,
  /// so that any case can be drawn without those before it, with the same bits on every machine.
  init(seed: UInt64, index: UInt64) {
    let words = Philox4x32(key: seed).words(at: index)
    self.init(seed: UInt64(words[0]) << 32 | UInt64(words[1]))
  }

  /// A whole number from 0 up to a count.
  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(count, 1))) }

  /// True in one of so many cases.
  mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }

  /// One of several values, which are listed as often as they are likely.
  mutating func one<Value>(of values: [Value]) -> Value { values[below(values.count)] }
}
