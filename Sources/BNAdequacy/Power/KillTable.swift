// SPDX-License-Identifier: MIT

package import BNGoldenCases
package import BNImplementations

/// Which known fault fails which required case, in which form: a fact of the golden files, computed once
/// and kept beside them.
package struct KillTable: Equatable, Sendable {
  /// A required case.
  package struct Row: Equatable, Sendable {
    /// The id.
    package let id: String
    /// The part of the specification that it belongs to.
    package let profile: CaseProfile
    /// What it needs in its own form.
    package let features: Set<CaseFeature>
    /// The other forms in which it can be put.
    package let forms: [Presentation]
  }

  /// A case in one of its forms; nil is its own.
  package struct Put: Hashable, Sendable {
    /// The place of the row.
    package let row: Int
    /// The form.
    package let form: Presentation?
  }

  /// A known fault, with the rows on which it fails in each form.
  package struct Entry: Equatable, Sendable {
    /// The fault's name.
    package let fault: String
    let own: Set<Int>
    /// The rows in other forms; what is not listed is as in the case's own form.
    let other: [Presentation: Set<Int>]

    /// Whether the fault fails a case in a form.
    package func fails(_ put: Put) -> Bool {
      guard let form = put.form, let rows = other[form] else { return own.contains(put.row) }
      return rows.contains(put.row)
    }

    /// Whether some case fails.
    var isKnown: Bool { !own.isEmpty || other.values.contains { !$0.isEmpty } }
  }

  /// The digest of the suite that it belongs to.
  package let digest: ContentDigest
  /// The required cases, sorted by id.
  package let rows: [Row]
  /// The faults that some required case fails.
  package let entries: [Entry]

  /// The row of a case, by its id.
  package let places: [String: Int]

  init(digest: ContentDigest, rows: [Row], entries: [Entry]) {
    (self.digest, self.rows) = (digest, rows)
    self.entries = entries.filter(\.isKnown)
    places = Dictionary(rows.indices.map { (rows[$0].id, $0) }) { first, _ in first }
  }

  /// The case and the form that an id names; nil if it is no required case.
  package func put(_ id: String) -> Put? {
    let golden = CaseID.golden(id)
    guard let row = places[golden] else { return nil }
    guard golden.utf8.count < id.utf8.count else { return Put(row: row, form: nil) }
    return Presentation(rawValue: String(id.dropFirst(golden.count + 1)))
      .map { Put(row: row, form: $0) }
  }

  /// The ids of the cases that a fault fails in their own form.
  package func killers(of fault: String) -> [String] {
    entries.first { $0.fault == fault }.map { entry in entry.own.map { rows[$0].id } } ?? []
  }

  /// The id of a case in its form.
  package func id(_ put: Put) -> String {
    rows[put.row].id + (put.form.map { "@\($0.rawValue)" } ?? "")
  }

  /// The cases that an implementation is asked which says this of itself, in the forms in which they are
  /// put to it.
  package func asked(
    _ description: ImplementationDescription,
    mode: PresentationMode = .needed,
    profile: CaseProfile
  ) -> [Put] {
    let choice = PresentationChoice(mode: mode, description: description)
    return rows.indices.flatMap { index -> [Put] in
      let row = rows[index]
      guard profile == .torch || row.profile == .math else { return [] }
      return choice.forms(features: row.features, others: row.forms)
        .filter { description.limit(for: row.features.presented(as: $0)) == nil }
        .map { Put(row: index, form: $0) }
    }
  }

  /// A small set of these cases that fails every fault which they fail together, found greedily.
  package func smallest(of puts: [Put]) -> [Put] {
    let chosen = SmallestCover.find(
      entries.map { entry in Set(puts.indices.filter { entry.fails(puts[$0]) }) }
    )
    return chosen.sorted().map { puts[$0] }
  }
}
