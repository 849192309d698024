// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNGoldenCases

/// Which cases take part.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Only cases whose id matches: * any text, ? one character, [a-z] one of a set.",
      discussion: "Repeatable; a case must match one of the patterns.",
      valueName: "glob"
    )
  )
  var filter: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Only cases of this feature or tag (repeatable).",
      valueName: "word"
    )
  )
  var tag: [String] = []

  @Option(name: .long, help: Self.profileHelp)
  var profile: CaseProfile?

  @Option(name: .long, help: "Only cases of this level (repeatable).")
  var level: [CaseLevel] = []

  /// What `--profile` means, wherever it stands.
  static let profileHelp = ArgumentHelp(
    "math: what any BatchNorm can express; torch: PyTorch's own policies as well. (default: math)",
    valueName: "profile"
  )

  func validate() throws {
    do throws(GlobError) {
      _ = try selection.compiled()
    } catch {
      throw ValidationError("--filter: \(error)")
    }
  }

  /// The selection that the options make.
  var selection: CaseSelection {
    CaseSelection(
      filters: filter,
      tags: tag,
      profile: profile ?? .ofOthers,
      levels: level
    )
  }
}
