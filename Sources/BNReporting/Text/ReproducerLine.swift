// SPDX-License-Identifier: MIT

internal import BNVerdicts
package import BNRunFile
internal import BNGoldenCases

/// The command that judges one case of a run again.
package struct ReproducerLine {
  private let header: RunHeader

  /// Creates the commands of a run.
  package init(_ header: RunHeader) { self.header = header }

  /// The command for a case, ready to be pasted into a shell.
  package func command(for recorded: RecordedOutcome) -> String {
    if let command = header.settings.againCommand {
      return command.replacing("{id}", with: ShellWord.quoted(recorded.outcome.id))
    }
    var words = ["bnconform"]
    switch header.respondent {
    case .implementation: words.append("run")
    case .answers(let path): words += ["check", path]
    }
    let settings = header.settings
    switch settings.golden {
    case .usualPlace: break
    case .folder: words += settings.folder.map { ["--golden", $0] } ?? []
    case .files:
      if let index = settings.files.firstIndex(of: recorded.file), index < settings.paths.count {
        words.append(settings.paths[index])
      }
    }
    if case .implementation(let name) = header.respondent { words += ["--implementation", name] }
    words += ["--filter", recorded.outcome.id]
    // Without it only what any BatchNorm can express is judged.
    if recorded.outcome.profile == .torch { words += ["--profile", CaseProfile.torch.rawValue] }
    if let tolerance = settings.tolerance { words += ["--tolerance", "\(tolerance)"] }
    return words.map(ShellWord.quoted).joined(separator: " ")
  }
}
