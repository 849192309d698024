// SPDX-License-Identifier: MIT

internal import BNAdequacy
package import BNFaults
internal import BNGoldenCases
internal import BNVerdicts

/// How many drawn cases it takes until each known fault is seen, and whether a sound implementation ever fails.
package struct ExplorationStudy: Sendable {
  /// What became of one fault.
  package struct Row: Sendable {
    /// The fault.
    package let fault: String
    /// With each seed the number of cases until it was seen; nil where it was not.
    package let draws: [Int?]
  }

  /// A sound implementation that failed a drawn case.
  package struct FalseAlarm: Sendable {
    /// The sound variant.
    package let variant: String
    /// The case.
    package let id: String
  }

  /// What the study found.
  package struct Report: Sendable {
    /// The faults.
    package let rows: [Row]
    /// How many answers of sound implementations were judged.
    package let trials: Int
    /// Those that failed.
    package let falseAlarms: [FalseAlarm]
    /// How many cases were drawn with each seed.
    package let draws: Int
  }

  private let draws: Int
  private let seeds: [UInt64]
  private let faults: [Fault]

  /// Prepares a study of so many cases of each seed; dialects are no faults.
  package init(
    draws: Int,
    seeds: [UInt64] = [1, 2, 3, 4],
    faults: [Fault] = FaultCatalogue.all.filter { $0.dialect == nil }
  ) {
    (self.draws, self.seeds, self.faults) = (draws, seeds, faults)
  }

  /// Runs everything, so many seeds at a time.
  package func run(jobs: Int) async -> Report {
    let parts = await ConcurrentMap.run(seeds.count, jobs: jobs) { await part(seeds[$0]) }
    return Report(
      rows: faults.indices.map { index in
        Row(fault: faults[index].name, draws: parts.map { $0.seen[index] })
      },
      trials: parts.reduce(0) { $0 + $1.trials },
      falseAlarms: parts.flatMap(\.alarms),
      draws: draws
    )
  }

  private struct Part: Sendable {
    var seen: [Int?]
    var trials = 0
    var alarms: [FalseAlarm] = []
  }

  private func part(_ seed: UInt64) async -> Part {
    var part = Part(seen: Array(repeating: nil, count: faults.count))
    var policy = JudgingPolicy(checksUntrusted: true)
    policy.detail = .numbers
    let judge = CaseJudge(policy)
    let sound = SoundArithmetic()
    for index in 0..<draws {
      let outline = CaseOutline(seed: seed, index: UInt64(index))
      guard let golden = await DrawnCase.golden(outline) else { continue }
      var isRequired: Bool?
      /// Whether these choices fail the case, and nobody is entitled to do so.
      func fails(_ choices: Choices) -> Bool {
        guard golden.metadata.level == .required else { return false }
        var program = FloatingProgram(golden.request, choices: choices)
        let status = judge.outcome(of: golden, answer: program.run(), milliseconds: 0).status
        guard status != .passed, status != .untrusted else { return false }
        let required = isRequired ?? sound.passes(golden)
        isRequired = required
        return required
      }
      for place in faults.indices where part.seen[place] == nil {
        if fails(faults[place].choices) { part.seen[place] = index + 1 }
      }
      // Each case in one of three orders of summation.
      for variant in LegalVariant.all {
        part.trials += 1
        guard fails(variant.choices(seed: UInt64(index % 3))) else { continue }
        part.alarms.append(FalseAlarm(variant: variant.name, id: golden.id.text))
      }
    }
    return part
  }
}
