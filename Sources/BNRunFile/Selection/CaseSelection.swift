// SPDX-License-Identifier: MIT

package import BNGoldenCases

/// Which cases of the golden files take part in a run.
///
/// A case is selected if it fits each kind of condition that is given; of several conditions of one
/// kind it needs to fit one.
package struct CaseSelection: Equatable, Codable, Sendable {
  /// Patterns for the id.
  package var filters: [String]
  /// Words of which one is the case's feature or among its tags.
  package var tags: [String]
  /// The profile: `math` leaves out PyTorch's own policies, `torch` holds both.
  package var profile: CaseProfile
  /// The levels; none given means all.
  package var levels: [CaseLevel]

  /// Creates a selection; by default of everything.
  package init(
    filters: [String] = [],
    tags: [String] = [],
    profile: CaseProfile = .torch,
    levels: [CaseLevel] = []
  ) {
    self.filters = filters
    self.tags = tags
    self.profile = profile
    self.levels = levels
  }

  /// Whether no case at all is left out.
  package var isEverything: Bool { self == CaseSelection() }

  /// The selection made ready to be asked about many cases.
  ///
  /// - Throws: ``GlobError`` if one of the filters is no pattern.
  package func compiled() throws(GlobError) -> CaseFilter {
    var patterns: [CasePattern] = []
    for filter in filters { patterns.append(try CasePattern(filter)) }
    return CaseFilter(selection: self, patterns: patterns)
  }
}

/// A selection whose patterns have been read.
package struct CaseFilter: Sendable {
  let selection: CaseSelection
  let patterns: [CasePattern]

  /// The forms in which the patterns ask for a case; none if they leave that open.
  package func presentations(of id: CaseID) -> [Presentation] {
    let taking = patterns.filter { $0.takes(id) }
    let forms = Set(taking.compactMap(\.presentation))
    return taking.contains { $0.presentation == nil }
      ? [] : Presentation.allCases.filter(forms.contains)
  }

  /// Whether a case takes part, in whatever form it is put.
  package func selects(_ id: CaseID, _ metadata: CaseMetadata) -> Bool {
    let (tags, levels) = (selection.tags, selection.levels)
    return (patterns.isEmpty || patterns.contains { $0.takes(id) })
      && (tags.isEmpty || tags.contains { $0 == id.feature || metadata.tags.contains($0) })
      && (levels.isEmpty || levels.contains(metadata.level))
      && (selection.profile == .torch || metadata.profile == .math)
  }
}
