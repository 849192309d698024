// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNGoldenCases
internal import BNVerdicts

/// The members of a verdict in a run file, each in one line; names in the order of their bytes.
extension RecordedOutcome: LineObject {
  static var blank: RecordedOutcome {
    let outcome = CaseOutcome(
      id: "",
      title: "",
      level: .required,
      profile: .math,
      rules: [],
      tags: [],
      status: .notRun
    )
    return RecordedOutcome(file: "", outcome: outcome)
  }

  mutating func visit(_ visitor: inout some MemberVisitor) throws(NoLine) {
    try visitor.member("causes", &outcome.causes)
    try visitor.member("contradicts", &outcome.contradicts)
    try visitor.member("expectation", &outcome.expectation)
    try visitor.member("file", &file)
    try visitor.member("id", &outcome.id)
    try visitor.member("isDeclared", &outcome.isDeclared)
    try visitor.member("isRepeatable", &outcome.isRepeatable)
    try visitor.member("items", &outcome.items)
    try visitor.member("level", &outcome.level)
    try visitor.member("link", &outcome.link)
    try visitor.member("milliseconds", &outcome.milliseconds)
    try visitor.member("profile", &outcome.profile)
    try visitor.member("rationale", &outcome.rationale)
    try visitor.member("reason", &outcome.reason)
    try visitor.member("rules", &outcome.rules)
    try visitor.member("signs", &outcome.signs)
    try visitor.member("status", &outcome.status)
    try visitor.member("tags", &outcome.tags)
    try visitor.member("title", &outcome.title)
    try visitor.member("traits", &outcome.traits)
  }
}

extension JudgedItem: LineObject {
  static var blank: JudgedItem { JudgedItem(step: 0, name: "", verdict: .passed) }

  mutating func visit(_ visitor: inout some MemberVisitor) throws(NoLine) {
    try visitor.member("comparison", &comparison)
    try visitor.member("consequenceOf", &consequenceOf)
    try visitor.member("depth", &depth)
    try visitor.member("detail", &detail)
    try visitor.member("elementType", &elementType)
    try visitor.member("grade", &grade)
    try visitor.member("isBeyondSummation", &isBeyondSummation)
    try visitor.member("name", &name)
    try visitor.member("neededDepth", &neededDepth)
    try visitor.member("shape", &shape)
    try visitor.member("step", &step)
    try visitor.member("tolerance", &tolerance)
    try visitor.member("verdict", &verdict)
  }
}

/// What is zero or empty is left out: of most tensors of a good run nothing else would remain.
extension TensorComparison: LineObject {
  static var blank: TensorComparison { TensorComparison(count: 0) }

  mutating func visit(_ visitor: inout some MemberVisitor) throws(NoLine) {
    try visitor.member("count", &count)
    try visitor.member("exact", &exact, unless: exact == count, usual: count)
    try visitor.member(
      "firstMismatches",
      &firstMismatches,
      unless: firstMismatches.isEmpty,
      usual: []
    )
    let usual = ErrorHistogram(exact: exact)
    try visitor.member("histogram", &histogram, unless: histogram == usual, usual: usual)
    try visitor.unlessZero("infinityMismatches", &infinityMismatches)
    try visitor.member("map", &map)
    try visitor.unlessZero("maxAbsolute", &maxAbsolute)
    try visitor.unlessZero("maxRelative", &maxRelative)
    try visitor.unlessZero("maxShare", &maxShare)
    try visitor.member("maxULP", &maxULP, unless: maxULP == 0, usual: 0)
    try visitor.unlessZero("nanMismatches", &nanMismatches)
    try visitor.unlessZero("outOfTolerance", &outOfTolerance)
    try visitor.member("worst", &worst)
  }
}

extension MemberVisitor {
  fileprivate mutating func unlessZero(
    _ name: StaticString,
    _ value: inout Int
  ) throws(NoLine) {
    try member(name, &value, unless: value == 0, usual: 0)
  }

  fileprivate mutating func unlessZero(
    _ name: StaticString,
    _ value: inout ReportedNumber
  ) throws(NoLine) {
    try member(name, &value, unless: value.bits == 0, usual: ReportedNumber(0))
  }
}

extension ErrorHistogram: LineObject {
  static var blank: ErrorHistogram { ErrorHistogram() }

  mutating func visit(_ visitor: inout some MemberVisitor) throws(NoLine) {
    try visitor.member("bins", &bins)
  }
}

extension ElementVerdict: LineObject {
  static var blank: ElementVerdict {
    let zero = ReportedNumber(0)
    return ElementVerdict(
      index: [],
      channel: 0,
      expected: zero,
      actual: zero,
      allowance: zero,
      share: zero,
      ulp: nil
    )
  }

  mutating func visit(_ visitor: inout some MemberVisitor) throws(NoLine) {
    try visitor.member("actual", &actual)
    try visitor.member("allowance", &allowance)
    try visitor.member("channel", &channel)
    try visitor.member("expected", &expected)
    try visitor.member("index", &index)
    try visitor.member("share", &share)
    try visitor.member("ulp", &ulp)
  }
}

/// A value that is not finite is null, which JSON has; the bits tell which it is.
extension ReportedNumber: LineObject {
  static var blank: ReportedNumber { ReportedNumber(0) }

  mutating func visit(_ visitor: inout some MemberVisitor) throws(NoLine) {
    var pattern = BitPattern(self)
    var number = value.isFinite ? value : nil
    try visitor.member("bits", &pattern)
    try visitor.member("value", &number, unless: false, usual: .some(nil))
    self = ReportedNumber(value: number, bits: pattern.bits, digits: pattern.digits)
  }
}

extension FailureMap: LineObject {
  static var blank: FailureMap { FailureMap(rows: [], factors: [], channels: 0, positions: 0) }

  mutating func visit(_ visitor: inout some MemberVisitor) throws(NoLine) {
    var (channels, factors, pattern) = (channels, factors, pattern)
    var (positions, rows) = (positions, rows)
    try visitor.member("channels", &channels)
    try visitor.member("factors", &factors)
    try visitor.member("pattern", &pattern)
    try visitor.member("positions", &positions)
    try visitor.member("rows", &rows)
    self = FailureMap(
      rows: rows,
      factors: factors,
      channels: channels,
      positions: positions,
      pattern: pattern
    )
  }
}

extension FailurePattern: LineObject {
  static var blank: FailurePattern { FailurePattern(places: []) }

  mutating func visit(_ visitor: inout some MemberVisitor) throws(NoLine) {
    var places = places
    try visitor.member("places", &places)
    self = FailurePattern(places: places)
  }
}

extension FailurePattern.Places: LineObject {
  static var blank: Self { Self(dimension: nil, first: 0, last: 0, step: 0, size: 0) }

  mutating func visit(_ visitor: inout some MemberVisitor) throws(NoLine) {
    var (dimension, first, last, size, step) = (dimension, first, last, size, step)
    try visitor.member("dimension", &dimension)
    try visitor.member("first", &first)
    try visitor.member("last", &last)
    try visitor.member("size", &size)
    try visitor.member("step", &step)
    self = Self(dimension: dimension, first: first, last: last, step: step, size: size)
  }
}
