// SPDX-License-Identifier: MIT

import BNBounds
import Testing

@Suite("Bound depth")
struct BoundDepthTests {
  @Test("reads what it writes", arguments: ["n", "log2", "0", "1", "2", "513"])
  func roundTrip(text: String) {
    #expect(BoundDepth(text)?.description == text)
  }

  @Test(
    "refuses other texts",
    arguments: [
      "", "N", "-1", "+7", "07", " 7", "7 ", "7.0", "1e3", "log2 ", "nan",
      "99999999999999999999",
    ]
  )
  func refusals(text: String) {
    #expect(BoundDepth(text) == nil)
  }

  @Test(
    "gives ⌈log2 n⌉ + 8 for blocked sums",
    arguments: [(0, 8), (1, 8), (2, 9), (3, 10), (4, 10), (5, 11), (512, 17), (513, 18)]
  )
  func blocked(n: Int, depth: Int) {
    #expect(BoundDepth.blocked.depth(n: n) == depth)
    #expect(BoundDepth.valuesPerChannel.depth(n: n) == n)
    #expect(BoundDepth.fixed(3).depth(n: n) == 3)
  }
}
