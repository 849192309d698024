// SPDX-License-Identifier: MIT

extension TensorComparison {
  /// Creates the comparison of so many elements that all have the expected bits.
  package init(count: Int) {
    let zero = ReportedNumber(0)
    self.init(
      count: count,
      outOfTolerance: 0,
      exact: count,
      nanMismatches: 0,
      infinityMismatches: 0,
      maxAbsolute: zero,
      maxRelative: zero,
      maxULP: 0,
      maxShare: zero,
      worst: nil,
      firstMismatches: [],
      histogram: ErrorHistogram(exact: count),
      map: nil
    )
  }
}

/// What is zero or empty is left out: of most tensors of a good run nothing else would remain.
extension TensorComparison: Codable {
  private enum CodingKeys: String, CodingKey {
    case count, outOfTolerance, exact, nanMismatches, infinityMismatches
    case maxAbsolute, maxRelative, maxULP, maxShare, worst, firstMismatches, histogram, map
  }

  /// Reads the members; those that are not there are zero, and `exact` is `count`.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let zero = ReportedNumber(0)
    func number(_ key: CodingKeys) throws -> ReportedNumber {
      try values.decodeIfPresent(ReportedNumber.self, forKey: key) ?? zero
    }
    func integer(_ key: CodingKeys) throws -> Int {
      try values.decodeIfPresent(Int.self, forKey: key) ?? 0
    }
    let count = try values.decode(Int.self, forKey: .count)
    let exact = try values.decodeIfPresent(Int.self, forKey: .exact) ?? count
    self.init(
      count: count,
      outOfTolerance: try integer(.outOfTolerance),
      exact: exact,
      nanMismatches: try integer(.nanMismatches),
      infinityMismatches: try integer(.infinityMismatches),
      maxAbsolute: try number(.maxAbsolute),
      maxRelative: try number(.maxRelative),
      maxULP: try values.decodeIfPresent(UInt64.self, forKey: .maxULP) ?? 0,
      maxShare: try number(.maxShare),
      worst: try values.decodeIfPresent(ElementVerdict.self, forKey: .worst),
      firstMismatches: try values.decodeIfPresent([ElementVerdict].self, forKey: .firstMismatches)
        ?? [],
      histogram: try values.decodeIfPresent(ErrorHistogram.self, forKey: .histogram)
        ?? ErrorHistogram(exact: exact),
      map: try values.decodeIfPresent(FailureMap.self, forKey: .map)
    )
  }

  /// Writes the members that say something.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    func write(_ number: ReportedNumber, _ key: CodingKeys) throws {
      if number.bits != 0 { try values.encode(number, forKey: key) }
    }
    func write(_ number: Int, _ key: CodingKeys) throws {
      if number != 0 { try values.encode(number, forKey: key) }
    }
    try values.encode(count, forKey: .count)
    if exact != count { try values.encode(exact, forKey: .exact) }
    try write(outOfTolerance, .outOfTolerance)
    try write(nanMismatches, .nanMismatches)
    try write(infinityMismatches, .infinityMismatches)
    try write(maxAbsolute, .maxAbsolute)
    try write(maxRelative, .maxRelative)
    if maxULP != 0 { try values.encode(maxULP, forKey: .maxULP) }
    try write(maxShare, .maxShare)
    try values.encodeIfPresent(worst, forKey: .worst)
    if !firstMismatches.isEmpty { try values.encode(firstMismatches, forKey: .firstMismatches) }
    if histogram != ErrorHistogram(exact: exact) {
      try values.encode(histogram, forKey: .histogram)
    }
    try values.encodeIfPresent(map, forKey: .map)
  }
}
