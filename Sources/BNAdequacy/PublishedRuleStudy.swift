// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BatchNorm
package import BNFaults
package import BNGoldenCases
internal import BNTensors

/// What published tolerances see on the same cases: faults killed, sound implementations rejected.
package struct PublishedRuleStudy: Sendable {
  /// The result of one rule.
  package struct Row: Sendable {
    /// The rule.
    package let rule: PublishedRule
    /// The faults that no required case kills under the rule.
    package let survivors: [String]
    /// The number of faults tried.
    package let faults: Int
    /// The sound variants, with the order of summation, that fail a required case under the rule.
    package let rejected: [String]
    /// The number of sound implementations tried.
    package let sound: Int
  }

  /// The cases on which faults are to die: all required ones, of every type.
  private let cases: [GoldenCase]
  /// Those on which sound code is to pass: tolerances are published for float32 first of all, and
  /// holding another type to them would not be fair.
  private let fairCases: [GoldenCase]
  private let rules: [PublishedRule]
  private let seeds: [UInt64]

  /// Prepares a study on the required cases of a suite.
  package init(
    cases: [GoldenCase],
    rules: [PublishedRule] = PublishedRule.all,
    seeds: [UInt64] = [0, 1, 2]
  ) {
    self.cases = cases.filter { $0.metadata.level == .required }
    fairCases = self.cases.filter { golden in
      golden.request.configuration.inputType == .float32
        && golden.request.configuration.parameterType == .float32
    }
    self.rules = rules
    self.seeds = seeds
  }

  /// Runs every fault and every sound variant under every rule.
  package func run(
    faults: [Fault] = FaultCatalogue.all,
    jobs: Int
  ) async -> [Row] {
    let judged = faults.filter { $0.dialect == nil }
    let killed = await ConcurrentMap.run(judged.count, jobs: jobs) {
      failedRules(judged[$0].choices, cases)
    }
    let trials = LegalVariant.all.flatMap { variant in seeds.map { (variant, $0) } }
    let rejected = await ConcurrentMap.run(trials.count, jobs: jobs) {
      failedRules(trials[$0].0.choices(seed: trials[$0].1), fairCases)
    }
    return rules.indices.map { index in
      Row(
        rule: rules[index],
        survivors: judged.indices.filter { !killed[$0].contains(index) }.map { judged[$0].name },
        faults: judged.count,
        rejected: trials.indices.filter { rejected[$0].contains(index) }
          .map { "\(trials[$0].0.name), order \(trials[$0].1)" },
        sound: trials.count
      )
    }
  }

  /// The rules under which an implementation fails at least one case.
  private func failedRules(_ choices: Choices, _ cases: [GoldenCase]) -> Set<Int> {
    var open = Set(rules.indices)
    for golden in cases where !open.isEmpty {
      var program = FloatingProgram(golden.request, choices: choices)
      let answer = program.run()
      open = open.filter { index in
        var policy = JudgingPolicy(tolerance: rules[index].tolerance)
        policy.detail = .numbers
        let judge = CaseJudge(policy)
        return judge.outcome(of: golden, answer: answer, milliseconds: 0).status == .passed
      }
    }
    return Set(rules.indices).subtracting(open)
  }
}
