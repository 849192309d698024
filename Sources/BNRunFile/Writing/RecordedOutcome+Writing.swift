// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNBounds
internal import BNGoldenCases
internal import BNTensors

extension RecordedOutcome {
  /// The line of the run file that holds the verdict, newline included: the bytes that the JSON encoder
  /// gives, much faster; nil if it refuses to write it.
  var line: [UInt8]? {
    var writer = LineWriter()
    guard (try? write(to: &writer)) != nil else { return nil }
    writer.end()
    return writer.bytes
  }

  private func write(to writer: inout LineWriter) throws(NotWritten) {
    try writer.object { writer throws(NotWritten) in
      writer.member("causes", outcome.causes)
      writer.member("contradicts", outcome.contradicts)
      writer.member("expectation", outcome.expectation)
      writer.member("file", file)
      writer.member("id", outcome.id)
      writer.member("isDeclared", outcome.isDeclared)
      writer.member("isRepeatable", outcome.isRepeatable)
      writer.name("items")
      try writer.array(outcome.items) { writer, item throws(NotWritten) in
        try item.write(to: &writer)
      }
      writer.member("level", outcome.level.rawValue)
      writer.member("link", outcome.link)
      try writer.member("milliseconds", outcome.milliseconds)
      writer.member("profile", outcome.profile.rawValue)
      writer.member("rationale", outcome.rationale)
      writer.member("reason", outcome.reason)
      writer.member("rules", outcome.rules)
      writer.member("status", outcome.status.rawValue)
      writer.member("tags", outcome.tags)
      writer.member("title", outcome.title)
      writer.member("traits", outcome.traits?.map(\.text))
      writer.member("type", "case")
    }
  }
}

extension JudgedItem {
  fileprivate func write(to writer: inout LineWriter) throws(NotWritten) {
    try writer.object { writer throws(NotWritten) in
      if let comparison {
        writer.name("comparison")
        try comparison.write(to: &writer)
      }
      writer.member("consequenceOf", consequenceOf)
      writer.member("depth", depth)
      writer.member("detail", detail)
      writer.member("elementType", elementType?.rawValue)
      writer.member("grade", grade?.rawValue)
      writer.member("name", name)
      try writer.member("neededDepth", neededDepth)
      writer.member("shape", shape?.dimensions)
      writer.member("step", step)
      writer.member("tolerance", tolerance)
      writer.member("verdict", verdict.rawValue)
    }
  }
}
