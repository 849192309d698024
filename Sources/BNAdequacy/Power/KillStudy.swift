// SPDX-License-Identifier: MIT

internal import BNBounds
package import BNFaults
package import BNGoldenCases
internal import BNImplementations
internal import BNVerdicts

/// Runs every known fault on every required case, in every form in which it can be put.
package struct KillStudy: Sendable {
  /// The required cases, sorted by id, each with its other forms.
  private let forms: [(golden: GoldenCase, others: [(form: Presentation, golden: GoldenCase)])]
  private let digest: ContentDigest
  private let faults: [Fault]

  /// Creates a study of the cases of a suite with this digest.
  package init(
    cases: [GoldenCase],
    digest: ContentDigest,
    faults: [Fault] = FaultCatalogue.all
  ) {
    self.digest = digest
    self.faults = faults
    forms = cases.filter { $0.metadata.level == .required }.sorted { $0.id < $1.id }
      .map { golden in
        let others = golden.otherForms.compactMap { form in
          golden.presented(as: form).map { (form, $0) }
        }
        return (golden, others)
      }
  }

  /// Runs everything, so many faults at a time.
  package func run(jobs: Int) async -> KillTable {
    let rows = forms.map { golden, others in
      KillTable.Row(
        id: golden.id.text,
        profile: golden.metadata.profile,
        features: golden.request.features,
        forms: others.map(\.form)
      )
    }
    let entries = await ConcurrentMap.run(faults.count, jobs: jobs) { entry(faults[$0]) }
    return KillTable(digest: digest, rows: rows, entries: entries)
  }

  private func entry(_ fault: Fault) -> KillTable.Entry {
    var policy = JudgingPolicy()
    policy.detail = .numbers
    let judge = CaseJudge(policy)
    func fails(_ golden: GoldenCase) -> Bool {
      var program = FloatingProgram(golden.request, choices: fault.choices)
      return judge.outcome(of: golden, answer: program.run(), milliseconds: 0).status != .passed
    }
    let own = Set(forms.indices.filter { fails(forms[$0].golden) })
    var other: [Presentation: Set<Int>] = [:]
    for form in Presentation.allCases {
      // A mistake that has nothing to do with shapes and does not show in one form shows in none.
      if form != .twoDimensional, !fault.category.concernsShapes, other.isEmpty { break }
      var alike: Set<Int> = []
      var failed: Set<Int> = []
      for (index, (_, others)) in forms.enumerated() {
        guard let folded = others.first(where: { $0.form == form })?.golden else { continue }
        if own.contains(index) { alike.insert(index) }
        if fails(folded) { failed.insert(index) }
      }
      // What fails alike in every form is written once.
      if failed != alike { other[form] = failed }
    }
    return KillTable.Entry(fault: fault.name, own: own, other: other)
  }
}

extension Fault.Category {
  /// Whether such a mistake may depend on how the positions of a channel are folded.
  fileprivate var concernsShapes: Bool {
    switch self {
    case .eps, .affine, .momentum, .counter, .evaluation, .machine, .secondOrder, .precision: false
    case .statistics, .running, .validation, .empty, .layout, .backward, .indexing: true
    }
  }
}
