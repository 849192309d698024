// SPDX-License-Identifier: MIT

import Testing

@testable import BNChildren

@Suite("The streams of a child", .timeLimit(.minutes(1)))
struct ChildStreamsTests {
  /// The frames that come out of a child which writes these bytes.
  private func frames(_ text: String, pieces: Int = 1) async throws -> (
    frames: [[UInt8]], rest: Int
  ) {
    let script = (0..<pieces).map { _ in "printf '\(text)'" }.joined(separator: "; sleep 0.01; ")
    let process = try await ChildProcess.start(["/bin/sh", "-c", script])
    var streams = ChildStreams(process)
    var frames: [[UInt8]] = []
    while !streams.outputIsClosed {
      _ = streams.serve(milliseconds: 100)
      while let frame = streams.takeFrame() { frames.append(frame) }
    }
    let rest = streams.pendingOutput
    streams.closeAll()
    #expect(await process.reap() == .exited(0))
    return (frames, rest)
  }

  @Test("give frames of any length, one after the other")
  func whole() async throws {
    let found = try await frames("\\003\\000\\000\\000abc\\000\\000\\000\\000\\001\\000\\000\\000z")
    #expect(found.frames == [Array("abc".utf8), [], Array("z".utf8)] && found.rest == 0)
  }

  @Test("put together what arrives in pieces")
  func pieces() async throws {
    let found = try await frames("\\002\\000", pieces: 2)
    #expect(found.frames.isEmpty && found.rest == 4)
    let more = try await frames("\\002\\000\\000\\000\\002\\000", pieces: 3)
    #expect(more.frames == [[2, 0], [2, 0], [2, 0]] && more.rest == 0)
  }

  @Test("keep a frame that is not whole, however long it says that it is")
  func torn() async throws {
    let found = try await frames("\\377\\377\\377\\377abc")
    #expect(found.frames.isEmpty && found.rest == 7)
  }
}
