// SPDX-License-Identifier: MIT

package import BNRunFile

/// One or several runs as a page that opens from disk: no network, complete without scripts.
package struct HTMLReport {
  let runs: [RunFile]

  /// Creates the page of one or several runs.
  package init(_ runs: [RunFile]) { self.runs = runs }

  /// The whole page, style and script inside.
  package var page: String {
    document(
      head: "<style>\(Markup(stringLiteral: HTMLAssets.style))</style>",
      tail: "<script>\(Markup(stringLiteral: HTMLAssets.script))</script>"
    )
  }

  /// The names of the files of a folder, the page first.
  package static let fileNames = ["index.html", "report.css", "report.js"]

  /// The page and the files it loads, for hosts whose policy forbids style and script inside a page.
  package var folder: [(name: String, text: String)] {
    let page = document(
      head: "<link rel=\"stylesheet\" href=\"report.css\">",
      tail: "<script src=\"report.js\"></script>"
    )
    return zip(Self.fileNames, [page, HTMLAssets.style, HTMLAssets.script]).map { ($0, $1) }
  }

  private func document(head: Markup, tail: Markup) -> String {
    let names = runs.map(\.implementationName).joined(separator: ", ").cut(to: 120)
    let sections: [Markup] = [
      VerdictSection(runs: runs).markup, MatrixSection(runs: runs).markup,
      CauseSection(runs: runs).markup,
      TraitSection(runs: runs).markup, MarginSection(runs: runs).markup, CaseSection(runs).markup,
      ReadingSection.markup, EnvironmentSection(runs: runs).markup,
    ]
    return HTMLFrame(
      title: "\(names) · BatchNorm conformance",
      heading: "BatchNorm conformance",
      links: [
        ("verdict", "Verdict"), ("features", "Features"), ("causes", "Causes"),
        ("traits", "Traits"), ("margins", "Margins"), ("cases", "Cases"),
        ("reading", "How to read"), ("environment", "Environment"),
      ],
      skip: ("cases", "Skip to all cases"),
      sections: sections
    ).document(head: head, tail: tail)
  }
}
