// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNGoldenCases
internal import BNImplementations

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

  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      In which forms to put the cases: native, needed, all, or one of 2d, ncl, nc, 3d, nd. (default: needed)
      """,
      discussion: """
        The result does not depend on how positions are folded, so a case of BatchNorm1d can be put to a \
        BatchNorm2d. native: each case in its own form; needed: in another one if the implementation \
        declares that it lacks its kind or rank; all: in every form that it takes.
        """,
      valueName: "form"
    )
  )
  var present: PresentationMode?

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
