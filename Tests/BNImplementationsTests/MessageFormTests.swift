// SPDX-License-Identifier: MIT

import Testing

@testable import BNImplementations

@Suite("The form of a line")
struct MessageFormTests {
  private func problem(_ bytes: [UInt8]) -> AdapterFailure.Problem? {
    do throws(AdapterFailure.Problem) {
      try MessageForm.check(bytes)
      return nil
    } catch {
      return error
    }
  }

  private func problem(_ text: String) -> AdapterFailure.Problem? { problem(Array(text.utf8)) }

  @Test("is that of JSON, with any blanks, escapes and texts")
  func right() {
    for text in [
      #"{}"#, " [ ] ", #"{"a":[1,-2.5e+3,true,null,{"a":"b"}],"b":{"a":1}}"#, "\t{ \"a\" : 1 }\r",
      #"{"a":"\\","b":"\"","c":"{\"a\":1,\"a\":2}","ä":"€ 🙂"}"#, "42",
    ] {
      #expect(problem(text) == nil, "\(text)")
    }
  }

  @Test(
    "that is no JSON is told as such",
    arguments: [
      "", "{", "{}}", "{} {}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "[1,]", "[1 2]", #""open"#,
      #"{"a\"}"#, "{a:1}",
    ]
  )
  func garbage(text: String) { #expect(problem(text) == .noJSON(line: text)) }

  @Test("has no key twice in an object, however it is written")
  func keys() {
    let twice = AdapterFailure.Problem.malformed(#""seq" stands twice in one object"#)
    #expect(problem(#"{"seq":1,"x":{"seq":1},"seq":2}"#) == twice)
    #expect(problem(#"{"seq":1,"\u0073eq":2}"#) == twice)
    #expect(problem(#"{"a":{"seq":1},"b":{"seq":1}}"#) == nil)
  }

  @Test("is UTF-8 and nothing else")
  func encoding() {
    let line = Array(#"{"a":"b"}"#.utf8)
    let wide: [UInt8] = line.flatMap { [$0, 0] as [UInt8] }
    for (bytes, text) in [
      (wide, "UTF-16"), ([0xff, 0xfe] + wide, "UTF-16"), ([0xef, 0xbb, 0xbf] + line, "byte order"),
      (Array(#"{"a":""#.utf8) + [0xff] + Array(#""}"#.utf8), "not valid UTF-8"),
    ] {
      #expect(problem(bytes).map { "\($0)".contains(text) } == true)
    }
  }

  @Test("has so many values and is so deep, and no more")
  func bounds() {
    func list(_ count: Int) -> String {
      "[" + [String](repeating: "1", count: count - 1).joined(separator: ",") + "]"
    }
    #expect(problem(list(MessageForm.valueLimit)) == nil)
    #expect(
      problem(list(MessageForm.valueLimit + 1)) == .malformed("it holds more than 65536 values")
    )
    func nest(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
    }
    #expect(problem(nest(MessageForm.depthLimit)) == nil)
    #expect(
      problem(nest(MessageForm.depthLimit + 1)) == .malformed("it is nested more than 32 deep")
    )
  }
}
