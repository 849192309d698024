// SPDX-License-Identifier: MIT

internal import BNBounds

extension TensorComparison {
  /// Writes the members that say something, as for the JSON encoder.
  func write(to writer: inout LineWriter) throws(NotWritten) {
    try writer.object { writer throws(NotWritten) in
      writer.member("count", count)
      if exact != count { writer.member("exact", exact) }
      if !firstMismatches.isEmpty {
        writer.name("firstMismatches")
        try writer.array(firstMismatches) { writer, verdict throws(NotWritten) in
          try verdict.write(to: &writer)
        }
      }
      if histogram != ErrorHistogram(exact: exact) {
        writer.name("histogram")
        writer.object { writer in writer.member("bins", histogram.bins) }
      }
      writer.member("infinityMismatches", unlessZero: infinityMismatches)
      if let map {
        writer.name("map")
        try map.write(to: &writer)
      }
      try writer.member("maxAbsolute", unlessZero: maxAbsolute)
      try writer.member("maxRelative", unlessZero: maxRelative)
      try writer.member("maxShare", unlessZero: maxShare)
      writer.member("maxULP", unlessZero: maxULP)
      writer.member("nanMismatches", unlessZero: nanMismatches)
      writer.member("outOfTolerance", unlessZero: outOfTolerance)
      if let worst {
        writer.name("worst")
        try worst.write(to: &writer)
      }
    }
  }
}

extension ElementVerdict {
  fileprivate func write(to writer: inout LineWriter) throws(NotWritten) {
    try writer.object { writer throws(NotWritten) in
      try writer.member("actual", actual)
      try writer.member("allowance", allowance)
      writer.member("channel", channel)
      try writer.member("expected", expected)
      writer.member("index", index)
      try writer.member("share", share)
      writer.member("ulp", ulp)
    }
  }
}

extension FailureMap {
  fileprivate func write(to writer: inout LineWriter) throws(NotWritten) {
    try writer.object { writer throws(NotWritten) in
      writer.member("channels", channels)
      writer.name("factors")
      try writer.array(factors) { writer, factor throws(NotWritten) in
        if let factor { try writer.number(factor) } else { writer.null() }
      }
      if let pattern {
        writer.name("pattern")
        writer.object { writer in
          writer.name("places")
          writer.array(pattern.places) { writer, places in places.write(to: &writer) }
        }
      }
      writer.member("positions", positions)
      writer.member("rows", rows)
    }
  }
}

extension FailurePattern.Places {
  fileprivate func write(to writer: inout LineWriter) {
    writer.object { writer in
      if let dimension { writer.member("dimension", dimension) }
      writer.member("first", first)
      writer.member("last", last)
      writer.member("size", size)
      writer.member("step", step)
    }
  }
}

extension LineWriter {
  fileprivate mutating func member(
    _ name: StaticString,
    unlessZero value: some FixedWidthInteger
  ) {
    if value != 0 { member(name, value) }
  }

  fileprivate mutating func member(
    _ name: StaticString,
    unlessZero value: ReportedNumber
  ) throws(NotWritten) {
    if value.bits != 0 { try member(name, value) }
  }

  fileprivate mutating func member(
    _ name: StaticString,
    _ value: ReportedNumber
  ) throws(NotWritten) {
    self.name(name)
    try object { writer throws(NotWritten) in
      writer.name("bits")
      writer.bits(value.bits, digits: value.bitWidth / 4)
      writer.name("value")
      if value.value.isFinite { try writer.number(value.value) } else { writer.null() }
    }
  }
}
