// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import Conformance

@Suite("Streams of workers")
struct WorkerStreamTests {
  @Test("cuts a stream into the same lines however it arrives")
  func lines() {
    let bytes = Array("one\n\nthree is longer\nfour".utf8)
    var generator = SplitMix64(seed: 1)
    for _ in 0..<200 {
      var buffer = LineBuffer()
      var lines: [String] = []
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + Int.random(in: 1...9, using: &generator))
        lines += buffer.append(bytes[start..<end]).map { String(decoding: $0, as: UTF8.self) }
        start = end
      }
      #expect(lines == ["one", "", "three is longer"])
      #expect(buffer.rest == Array("four".utf8))
    }
  }

  @Test("keeps the end of a long stream in bounded memory")
  func tail() {
    var tail = OutputTail(limit: 10)
    tail.append(Array("short".utf8))
    #expect(tail.text == "short")
    for _ in 0..<1000 { tail.append(Array("0123456789".utf8)) }
    tail.append(Array("END".utf8))
    #expect(tail.text == "…3456789END")
  }

  @Test("leaves control characters and empty ends out of the tail")
  func tailIsPrintable() {
    var tail = OutputTail()
    tail.append(Array("\n\na\u{1B}[31mb\u{0}\nc\n\n".utf8))
    #expect(tail.text == "a[31mb\nc")
  }

  @Test("releases what several files deliver in the order of the files")
  func ordered() {
    var order = OrderedRelease<String>(count: 3)
    #expect(order.add("b1", of: 1) == [])
    #expect(order.add("a1", of: 0) == ["a1"])
    #expect(order.add("c1", of: 2) == [])
    #expect(order.finish(2) == [])
    #expect(order.add("b2", of: 1) == [])
    #expect(order.add("a2", of: 0) == ["a2"])
    #expect(order.finish(0) == ["b1", "b2"])
    #expect(order.add("b3", of: 1) == ["b3"])
    #expect(order.finish(1) == ["c1"])
    #expect(order.drain() == [])
  }

  @Test("drains what was never finished, in order")
  func drained() {
    var order = OrderedRelease<String>(count: 3)
    _ = order.add("c", of: 2)
    _ = order.add("b", of: 1)
    #expect(order.drain() == ["b", "c"])
    #expect(order.drain() == [])
  }
}
