// SPDX-License-Identifier: MIT

package import BNGoldenCases
package import BNImplementations
internal import BNTensors

/// Which known faults the cases see in an implementation, before anything is run.
package struct PowerReport: Sendable {
  /// The number of cases that are put.
  package let cases: Int
  /// The number of known faults.
  package let known: Int
  /// Those that one of the cases fails.
  package let seen: Int
  /// The others, by what they need.
  package let lacking: [(needs: [String], faults: [String])]
  /// Those that need nothing but another type or another kind of layer, and of which no case shows that
  /// they make no difference here.
  package let hidden: [String]
  /// The ids of a small set of cases that see as much.
  package let smallest: [String]

  /// Looks at the cases that are put to an implementation that says this of itself.
  package init(
    _ kills: KillTable,
    _ description: ImplementationDescription,
    profile: CaseProfile
  ) {
    let puts = kills.asked(description, profile: profile)
    let power = kills.power(of: puts, description, profile: profile)
    (cases, known) = (puts.count, kills.entries.count)
    (seen, lacking) = power
    let forms = Set(
      CaseFeature.all.filter(\.isForm).map(\.name) + ElementType.allCases.map(\.rawValue)
    )
    let asked = Set(puts)
    hidden = power.lacking.filter { $0.needs.allSatisfy(forms.contains) }.flatMap(\.faults)
      .filter { fault in
        guard let entry = kills.entries.first(where: { $0.fault == fault }) else { return false }
        return !kills.shows(asked, doNotConcern: entry)
      }.sorted()
    smallest = kills.smallest(of: puts).map(kills.id)
  }
}

extension KillTable {
  /// Whether these cases show that a fault makes no difference where they are put: one of them is, but for
  /// type and form, a case that the fault fails.
  fileprivate func shows(_ asked: Set<Put>, doNotConcern entry: Entry) -> Bool {
    let stems = Dictionary(grouping: asked) { Self.stem(rows[$0.row].id) }
    return rows.indices.contains { index in
      let forms = [nil] + rows[index].forms.map(Optional.some)
      return forms.contains { entry.fails(Put(row: index, form: $0)) }
        && stems[Self.stem(rows[index].id)] != nil
    }
  }

  /// An id without its last part, which is the type.
  private static func stem(_ id: String) -> Substring {
    id[..<(id.lastIndex(of: "/") ?? id.endIndex)]
  }
}
