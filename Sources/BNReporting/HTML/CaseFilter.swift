// SPDX-License-Identifier: MIT

internal import BNRunFile

/// The controls over the cases; a page without its script does not show them and needs none.
struct CaseFilter {
  let runs: [RunFile]

  var markup: Markup {
    var shown: [Markup] = [
      option("", "all cases"), option("wrong", "not as expected"),
      option("near", "share above 0.5"),
      option("unsupported", "unsupported"),
    ]
    if runs.count > 1 { shown.append(option("differ", "where implementations differ")) }
    let names = runs.enumerated().map {
      option("\($0.offset + 1)", $0.element.implementationName.cut(to: 30))
    }
    let whose: Markup =
      runs.count > 1
      ? "<label>in <select id=\"whose\">\(option("", "any implementation"))\(Markup(names))</select></label>"
      : ""
    return """
      <form class="filter" role="search" hidden><label>Find <input type="search" id="find" placeholder="part of an id or title"></label>
      <label>Show <select id="show">\(Markup(shown))</select></label>
      \(whose)
      <label>Order <select id="order">\(option("", "suite order"))\(option("share", "largest share first"))</select></label>
      <span id="found" role="status"></span></form>
      """
  }

  private func option(_ value: String, _ name: String) -> Markup {
    "<option value=\"\(value)\">\(name)</option>"
  }
}
