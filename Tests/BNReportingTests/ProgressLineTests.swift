// SPDX-License-Identifier: MIT

import BNRunFile
import Testing

@testable import BNReporting

@Suite("Progress")
struct ProgressLineTests {
  /// A clock that is set by hand.
  private final class Clock {
    var time = ContinuousClock.now
  }

  @Test("tells how much is done and, once it is worth knowing, how long the rest will take")
  func timeLeft() {
    let clock = Clock()
    var line = ProgressLine(isLive: false) { clock.time }
    line.begin(Synthetic.header(files: ["a.h5", "b.h5"]))
    let ids = (0..<20).map { "a/case-\($0)/f32" }
    let file = FileRecord(file: "a.h5", cases: 20, selected: ids)
    #expect(line.arrive(.file(file)) == nil)
    func judge() -> String? {
      line.arrive(.outcome(RecordedOutcome(file: "a.h5", outcome: Synthetic.outcome("a/x/f32"))))
    }
    for _ in 0..<9 { #expect(judge() == nil) }
    // Ten of some forty cases in ten seconds.
    clock.time = clock.time.advanced(by: .seconds(10))
    #expect(judge() == "10 of 20+ cases, about 30 s left\n")
    clock.time = clock.time.advanced(by: .seconds(1))
    #expect(judge() == nil)
  }
}
