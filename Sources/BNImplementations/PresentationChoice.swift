// SPDX-License-Identifier: MIT

package import BNGoldenCases

/// In which forms the cases are put to an implementation.
package struct PresentationChoice: Sendable {
  let mode: PresentationMode
  let description: ImplementationDescription

  /// Creates the choice for an implementation that says this of itself.
  package init(mode: PresentationMode, description: ImplementationDescription) {
    (self.mode, self.description) = (mode, description)
  }

  /// A case in the forms in which it is put, at least one; `asked` are those that somebody named.
  package func forms(of golden: GoldenCase, asked: [Presentation] = []) -> [GoldenCase] {
    let features = golden.request.features
    return forms(features: features, others: golden.otherForms, asked: asked).map { form in
      form.flatMap(golden.presented) ?? golden
    }
  }

  /// The forms in which a case with these features is put, at least one; nil is its own.
  package func forms(
    features: Set<CaseFeature>,
    others: [Presentation],
    asked: [Presentation] = []
  ) -> [Presentation?] {
    func isTaken(_ form: Presentation?) -> Bool {
      description.limit(for: features.presented(as: form)) == nil
    }
    let candidates: [Presentation?] = [nil] + others
    let forms =
      if !asked.isEmpty {
        others.filter(asked.contains)
      } else {
        switch mode {
        case .native: [nil]
        case .needed: Array(candidates.lazy.filter(isTaken).prefix(1))
        case .all: candidates.filter(isTaken)
        case .only(let form): others.filter { $0 == form }
        }
      } as [Presentation?]
    return forms.isEmpty ? [nil] : forms
  }
}

extension Set<CaseFeature> {
  /// What the case needs when it is put in another form.
  package func presented(as form: Presentation?) -> Set<CaseFeature> {
    guard let form else { return self }
    var features = filter { feature in
      switch feature {
      case .kind: false
      case .rank: form.rank == nil
      default: true
      }
    }
    features.insert(.kind(form.kind))
    if let rank = form.rank, contains(where: \.isRank) { features.insert(.rank(rank)) }
    return features
  }
}

extension CaseFeature {
  fileprivate var isRank: Bool { if case .rank = self { true } else { false } }
}
