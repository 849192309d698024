// SPDX-License-Identifier: MIT

internal import BNBounds

extension TensorComparison {
  private static let members: MemberNames = [
    "count", "exact", "firstMismatches", "histogram", "infinityMismatches", "map", "maxAbsolute",
    "maxRelative", "maxShare", "maxULP", "nanMismatches", "outOfTolerance", "worst",
  ]

  /// Members that are not there are zero, and `exact` is `count`, as for the decoder.
  init(from scanner: inout LineScanner) throws(NotScanned) {
    var count: Int?, exact: Int?, histogram: ErrorHistogram?
    var found = TensorComparison(count: 0)
    try scanner.object(Self.members) { scanner, member throws(NotScanned) in
      switch member {
      case 0: count = try scanner.integer()
      case 1: exact = try scanner.integer()
      case 2:
        found.firstMismatches = try scanner.array { scanner throws(NotScanned) in
          try ElementVerdict(from: &scanner)
        }
      case 3: histogram = try ErrorHistogram(from: &scanner)
      case 4: found.infinityMismatches = try scanner.integer()
      case 5: found.map = try FailureMap(from: &scanner)
      case 6: found.maxAbsolute = try ReportedNumber(from: &scanner)
      case 7: found.maxRelative = try ReportedNumber(from: &scanner)
      case 8: found.maxShare = try ReportedNumber(from: &scanner)
      case 9: found.maxULP = try scanner.integer()
      case 10: found.nanMismatches = try scanner.integer()
      case 11: found.outOfTolerance = try scanner.integer()
      default: found.worst = try ElementVerdict(from: &scanner)
      }
    }
    guard let count else { throw NotScanned() }
    found.count = count
    found.exact = exact ?? count
    found.histogram = histogram ?? ErrorHistogram(exact: found.exact)
    self = found
  }
}

extension ErrorHistogram {
  private static let members: MemberNames = ["bins"]

  fileprivate init(from scanner: inout LineScanner) throws(NotScanned) {
    var bins: [Int]?
    try scanner.object(Self.members) { scanner, _ throws(NotScanned) in
      bins = try scanner.integers()
    }
    guard let bins else { throw NotScanned() }
    self.init(bins: bins)
  }
}

extension FailureMap {
  private static let members: MemberNames = ["channels", "factors", "pattern", "positions", "rows"]

  fileprivate init(from scanner: inout LineScanner) throws(NotScanned) {
    var rows: [String]?, factors: [Double?]?, channels: Int?, positions: Int?
    var pattern: FailurePattern?
    try scanner.object(Self.members) { scanner, member throws(NotScanned) in
      switch member {
      case 0: channels = try scanner.integer()
      case 1:
        factors = try scanner.array { scanner throws(NotScanned) -> Double? in
          try scanner.null() ? nil : try scanner.number()
        }
      case 2: pattern = try FailurePattern(from: &scanner)
      case 3: positions = try scanner.integer()
      default: rows = try scanner.texts()
      }
    }
    guard let rows, let factors, let channels, let positions else { throw NotScanned() }
    self.init(
      rows: rows,
      factors: factors,
      channels: channels,
      positions: positions,
      pattern: pattern
    )
  }
}

extension FailurePattern {
  private static let members: MemberNames = ["places"]

  fileprivate init(from scanner: inout LineScanner) throws(NotScanned) {
    var places: [Places]?
    try scanner.object(Self.members) { scanner, _ throws(NotScanned) in
      places = try scanner.array { scanner throws(NotScanned) in try Places(from: &scanner) }
    }
    guard let places else { throw NotScanned() }
    self.init(places: places)
  }
}

extension FailurePattern.Places {
  private static let members: MemberNames = ["dimension", "first", "last", "size", "step"]

  fileprivate init(from scanner: inout LineScanner) throws(NotScanned) {
    var dimension: Int?, first: Int?, last: Int?, size: Int?, step: Int?
    try scanner.object(Self.members) { scanner, member throws(NotScanned) in
      switch member {
      case 0: dimension = try scanner.integer()
      case 1: first = try scanner.integer()
      case 2: last = try scanner.integer()
      case 3: size = try scanner.integer()
      default: step = try scanner.integer()
      }
    }
    guard let first, let last, let size, let step else { throw NotScanned() }
    self.init(dimension: dimension, first: first, last: last, step: step, size: size)
  }
}

extension ElementVerdict {
  private static let members: MemberNames = [
    "actual", "allowance", "channel", "expected", "index", "share", "ulp",
  ]

  fileprivate init(from scanner: inout LineScanner) throws(NotScanned) {
    var index: [Int]?, channel: Int?, ulp: UInt64?
    var expected: ReportedNumber?, actual: ReportedNumber?
    var allowance: ReportedNumber?, share: ReportedNumber?
    try scanner.object(Self.members) { scanner, member throws(NotScanned) in
      switch member {
      case 0: actual = try ReportedNumber(from: &scanner)
      case 1: allowance = try ReportedNumber(from: &scanner)
      case 2: channel = try scanner.integer()
      case 3: expected = try ReportedNumber(from: &scanner)
      case 4: index = try scanner.integers()
      case 5: share = try ReportedNumber(from: &scanner)
      default: ulp = try scanner.integer()
      }
    }
    guard let index, let channel, let expected, let actual, let allowance, let share else {
      throw NotScanned()
    }
    self.init(
      index: index,
      channel: channel,
      expected: expected,
      actual: actual,
      allowance: allowance,
      share: share,
      ulp: ulp
    )
  }
}

extension ReportedNumber {
  private static let members: MemberNames = ["bits", "value"]

  fileprivate init(from scanner: inout LineScanner) throws(NotScanned) {
    var digits = 0
    var bits: UInt64 = 0
    var value: Double?
    try scanner.object(Self.members) { scanner, member throws(NotScanned) in
      guard member == 0 else {
        value = try scanner.null() ? nil : try scanner.number()
        return
      }
      let text = try scanner.plainText()
      digits = text.count
      guard [4, 8, 16].contains(digits) else { throw NotScanned() }
      for byte in text {
        bits = bits << 4 | UInt64(try Self.digit(byte))
      }
    }
    guard digits > 0 else { throw NotScanned() }
    self.init(value: value, bits: bits, digits: digits)
  }

  /// The value of a hexadecimal digit.
  private static func digit(_ byte: UInt8) throws(NotScanned) -> UInt8 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): return byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): return byte - UInt8(ascii: "A") + 10
    default: throw NotScanned()
    }
  }
}
