// SPDX-License-Identifier: MIT

internal import GoldenCases

extension WorkerMessage {
  /// The line of a message about a case or about the cases of a file, newline included: the bytes that
  /// the JSON encoder gives, much faster; nil for the others.
  var line: [UInt8]? {
    switch self {
    case .outcome(let outcome): return outcome.line
    case .selected(let record, let headings, let others):
      guard let record = try? JSONLine().encode(record) else { return nil }
      var writer = LineWriter(capacity: 1024 + 512 * headings.count)
      writer.object { writer in
        writer.name("headings")
        writer.array(headings) { writer, heading in heading.write(to: &writer) }
        writer.member("others", others)
        writer.name("record")
        writer.json(record.dropLast())
        writer.member("type", "selected")
      }
      writer.end()
      return writer.bytes
    case .answered, .problem, .finished: return nil
    }
  }
}

extension CaseHeading {
  fileprivate func write(to writer: inout LineWriter) {
    writer.object { writer in
      writer.member("id", id)
      writer.member("level", level.rawValue)
      writer.member("profile", profile.rawValue)
      writer.member("rationale", rationale)
      writer.member("rules", rules)
      writer.member("tags", tags)
      writer.member("title", title)
    }
  }
}
