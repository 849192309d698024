// SPDX-License-Identifier: MIT

package import BNGoldenCases

/// A pattern for case ids: a ``Glob``, and perhaps the form in which the case is put, as `momentum/*@2d`.
package struct CasePattern: Equatable, Sendable {
  /// The pattern as written.
  package let text: String
  private let golden: Glob
  /// The form; nil stands for every one.
  package let presentation: Presentation?

  /// Creates a pattern.
  ///
  /// - Throws: ``GlobError`` if it is none, or if there is no such form.
  package init(_ text: String) throws(GlobError) {
    self.text = text
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    golden = try Glob(String(parts[0]))
    guard let form = parts.dropFirst().first else {
      presentation = nil
      return
    }
    presentation = Presentation(rawValue: String(form))
    if presentation == nil {
      let forms = Presentation.allCases.map { "@\($0.rawValue)" }.joined(separator: ", ")
      throw GlobError(text: text, problem: "@\(form) is none of the forms \(forms)")
    }
  }

  /// Whether it takes the id of a case, in whatever form the case is put.
  package func takes(_ golden: CaseID) -> Bool { self.golden.matches(CaseID.golden(golden.text)) }

  /// Whether it matches an id with its form.
  package func matches(_ id: String) -> Bool {
    let base = CaseID.golden(id)
    return golden.matches(base)
      && (presentation.map { id.dropFirst(base.count + 1) == $0.rawValue } ?? true)
  }
}
