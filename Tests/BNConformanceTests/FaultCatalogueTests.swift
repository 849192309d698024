// SPDX-License-Identifier: MIT

import BNFaults
import Testing

@Suite("Fault catalogue")
struct FaultCatalogueTests {
  /// What a fault changes: the names of choices with what they became.
  private static func changes(_ fault: Fault) -> [String: String] {
    var changes: [String: String] = [:]
    for (before, after) in zip(
      Mirror(reflecting: Choices()).children,
      Mirror(reflecting: fault.choices).children
    ) {
      let fields = zip(
        Mirror(reflecting: before.value).children,
        Mirror(reflecting: after.value).children
      )
      for (old, new) in fields {
        let (was, isNow) = (String(reflecting: old.value), String(reflecting: new.value))
        if was != isNow { changes["\(after.label ?? "").\(new.label ?? "")"] = isNow }
      }
    }
    return changes
  }

  @Test("two faults make the changes of a third only where it is both of them")
  func unions() {
    let all = FaultCatalogue.all.map { (name: $0.name, changes: Self.changes($0)) }
    #expect(all.allSatisfy { !$0.changes.isEmpty })
    var unions: [String] = []
    for whole in all where whole.changes.count > 1 {
      let parts = all.filter { part in
        part.name != whole.name && part.changes.allSatisfy { whole.changes[$0.key] == $0.value }
      }
      for (index, first) in parts.enumerated() {
        for second in parts[(index + 1)...]
        where first.changes.merging(second.changes, uniquingKeysWith: { $1 }) == whole.changes {
          unions.append("\(whole.name) = \(first.name) + \(second.name)")
        }
      }
    }
    #expect(
      unions == [
        "unbiased-output = unbiased-twice + biased-running-var",
        "eps-outside-root = eps-outside-root-in-training + eps-outside-root-in-evaluation",
        "eps-added-twice = eps-added-twice-in-training + eps-added-twice-in-evaluation",
        "eps-missing = eps-missing-in-training + eps-missing-in-evaluation",
        "parameter-gradients-averaged = grad-weight-averaged + grad-bias-averaged",
        "one-pass-float32 = one-pass-float64 + serial-float32-sums",
        "one-pass-pairwise = one-pass-float32 + float32-arithmetic",
        "one-pass-pairwise = one-pass-float64 + float32-arithmetic",
      ]
    )
  }

  @Test("no two faults make the same changes")
  func distinct() {
    let changes = FaultCatalogue.all.map(Self.changes)
    #expect(Set(changes).count == changes.count)
  }
}
