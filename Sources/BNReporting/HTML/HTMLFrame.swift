// SPDX-License-Identifier: MIT

/// What every page has around its sections.
struct HTMLFrame {
  let title: String
  let heading: String
  /// The sections that the head of the page leads to, by id and name.
  let links: [(id: String, name: String)]
  /// Where a keyboard may jump to over the head.
  let skip: (id: String, name: String)
  let sections: [Markup]

  /// The whole document; the parts that load or hold style and script are given.
  func document(head: Markup, tail: Markup) -> String {
    let anchors = Markup(
      links.map { "<a href=\"#\($0.id)\">\($0.name)</a>" as Markup },
      separator: " "
    )
    let body: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      \(head)
      </head>
      <body>
      <a class="skip" href="#\(skip.id)">\(skip.name)</a>
      <header><h1>\(heading)</h1>
      <nav aria-label="Sections">\(anchors)</nav></header>
      <main>
      \(Markup(sections, separator: "\n"))
      </main>
      \(tail)
      </body>
      </html>

      """
    return body.text
  }
}
