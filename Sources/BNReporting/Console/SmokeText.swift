// SPDX-License-Identifier: MIT

internal import BNVerdicts
package import BNRunFile
internal import BNRunning

/// What a smoke test found, for the console.
package struct SmokeText {
  private let style: TextStyle

  /// Creates the text's style.
  package init(style: TextStyle) { self.style = style }

  /// The lines, without newlines.
  package func lines(_ run: RunFile) -> [String] {
    let findings = [SmokeFinding](run)
    let reproducer = ReproducerLine(run.header)
    var lines: [String] = []
    for finding in findings {
      let label =
        switch finding.side {
        case .unknown: "no answer       "
        case .adapter: "adapter         "
        case .implementation: "implementation  "
        }
      let count = "\(finding.cases.count.of("case"))"
      lines.append(
        style.paint(label, finding.side == .adapter ? .yellow : .red)
          + OneLine.text(finding.headline) + "  (\(count))"
      )
      if let advice = finding.advice { lines.append("  fix     " + OneLine.text(advice)) }
      guard let example = finding.cases.first else { continue }
      lines.append("  again   " + reproducer.command(for: example) + keeping(run))
    }
    return lines + [conclusion(run, findings)]
  }

  /// For processes, what the adapter is told is the thing to look at.
  private func keeping(_ run: RunFile) -> String {
    guard case .implementation(let name) = run.header.respondent,
      ImplementationRegistry.isExternal(name)
    else { return "" }
    return " --keep-requests requests"
  }

  private func isPut(_ run: RunFile) -> Bool {
    run.outcomes.contains { $0.outcome.status == .errored }
  }

  /// Without an answer there is no verdict.
  private func unanswered(_ run: RunFile) -> String {
    isPut(run)
      ? "smoke: no case was answered, so nothing can be said of adapter and implementation"
      : "smoke: no verdict: the implementation declares all \(run.outcomes.count) cases unsupported; "
        + "`bnconform run` has more cases"
  }

  /// Says of how many cases it speaks.
  private func agreement(_ run: RunFile) -> String {
    let unsupported = run.outcomes.count { $0.outcome.status == .unsupported }
    let put = run.outcomes.count - unsupported
    return
      "smoke: adapter and implementation agree with PyTorch in \(put.of("case"))"
      + (unsupported == 0 ? "" : ", \(unsupported) are unsupported")
      + "; `bnconform run` runs all cases"
  }

  private func conclusion(_ run: RunFile, _ findings: [SmokeFinding]) -> String {
    let isStarted = run.implementation != nil
    let adapter = findings.contains { $0.side == .adapter }
    let implementation = findings.contains { $0.side == .implementation }
    switch (isStarted, adapter, implementation) {
    case (false, _, _): return "smoke: the implementation does not start, so no case was judged"
    case (true, let adapter, _) where SmokeAnswers(run) == .none && (!adapter || isPut(run)):
      return unanswered(run)
    case (true, false, false):
      return agreement(run)
    case (true, true, _):
      return "smoke: fix the adapter first; these answers cannot be judged"
    case (true, false, true):
      return "smoke: the adapter seems right; the implementation deviates from PyTorch"
    }
  }
}
