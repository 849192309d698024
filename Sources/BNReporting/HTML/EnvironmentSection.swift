// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNGoldenCases

/// What was run, with what, where and how to do it again.
struct EnvironmentSection {
  let runs: [RunFile]

  var markup: Markup {
    """
    <section id="environment"><h2>Environment</h2>
    \(Markup(runs.map(table), separator: "\n"))</section>
    """
  }

  private func table(_ run: RunFile) -> Markup {
    let header = run.header
    let command = header.settings.commandLine.map(ShellWord.quoted).joined(separator: " ")
    let time = run.footer.map { NumberText.time(milliseconds: $0.milliseconds) } ?? "not complete"
    let files = header.settings.files.count
    let rows: [(String, String)] = [
      ("command", command.cut(to: 2000)), ("begun", header.started), ("took", time),
      ("golden files", "\(files)" + (run.suiteDigest.map { ", digest \($0.hexadecimal)" } ?? "")),
      (
        "machine",
        "\(header.machine.system), \(header.machine.architecture), "
          + "\(header.machine.processors) processors"
      ),
      ("bnconform", "\(header.tool.bnconform), Swift \(header.tool.swift)"),
    ]
    let body = Markup(
      rows.map { "<tr><th scope=\"row\">\($0.0)</th><td><code>\($0.1)</code></td></tr>" }
    )
    let warnings = Markup(run.warnings.map { "<li>\($0.text.cut(to: 400))</li>" })
    let list: Markup = run.warnings.isEmpty ? "" : "<ul>\(warnings)</ul>"
    return """
      <h3>\(run.implementationText.cut(to: 120))</h3>
      <div class="scroll"><table class="environment"><tbody>\(body)</tbody></table></div>\(list)
      """
  }
}
