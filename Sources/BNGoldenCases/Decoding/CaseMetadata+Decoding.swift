// SPDX-License-Identifier: MIT

internal import BNBounds

extension CaseMetadata {
  /// Reads the attributes that only golden cases have.
  init(_ attributes: AttributeTable) throws(CaseFault) {
    self.init(
      title: try attributes.text(.title),
      rationale: try attributes.text(.rationale, oneLine: false),
      rules: try Self.rules(attributes),
      level: try attributes.choice(.level),
      profile: try attributes.choice(.profile),
      tags: attributes.has(.tags) ? try attributes.texts(.tags) : [],
      upstream: attributes.has(.upstream) ? try attributes.text(.upstream) : nil,
      tolerance: try Self.tolerance(attributes),
      boundDepth: try Self.boundDepth(attributes),
      difficulty: try Self.difficulty(attributes)
    )
  }

  private static func rules(_ attributes: AttributeTable) throws(CaseFault) -> [RuleID] {
    var rules: [RuleID] = []
    for text in try attributes.texts(.rules) {
      guard let rule = RuleID(text) else {
        throw CaseFault(
          attribute: .rules,
          "names \(text.prefix(40).debugDescription), but the rules are R1 to R41"
        )
      }
      rules.append(rule)
    }
    return rules
  }

  private static func tolerance(_ attributes: AttributeTable) throws(CaseFault) -> ToleranceMode {
    let text = try attributes.text(.tolerance)
    guard let tolerance = ToleranceMode(text) else {
      throw CaseFault(
        attribute: .tolerance,
        "is \(text.prefix(80).debugDescription), which is not a tolerance",
        hint: "certified, exact, torch, ulp(K) or allclose(RTOL,ATOL)"
      )
    }
    // One meaning has one text, else two files that say the same would differ in their digests.
    guard text == tolerance.description else {
      throw CaseFault(
        attribute: .tolerance,
        "is \(text.debugDescription), which is not the shortest form of its numbers",
        hint: "write \(tolerance)"
      )
    }
    return tolerance
  }

  private static func boundDepth(_ attributes: AttributeTable) throws(CaseFault) -> BoundDepth {
    let text = try attributes.text(.boundDepth)
    guard let depth = BoundDepth(text) else {
      throw CaseFault(
        attribute: .boundDepth,
        "is \(text.prefix(80).debugDescription), which is not a depth",
        hint: "n, log2 or a decimal integer"
      )
    }
    return depth
  }

  private static func difficulty(
    _ attributes: AttributeTable
  ) throws(CaseFault) -> CaseDifficulty? {
    guard attributes.has(.difficulty) else { return nil }
    guard case .numbers(let numbers) = try attributes.value(.difficulty), numbers.count == 3
    else {
      throw CaseFault(
        attribute: .difficulty,
        "is not a list of three floating-point numbers"
      )
    }
    return CaseDifficulty(
      valuesPerChannel: numbers[0],
      offsetRatio: numbers[1],
      cancellation: numbers[2]
    )
  }
}
