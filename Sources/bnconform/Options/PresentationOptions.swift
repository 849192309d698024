// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNImplementations
internal import BNRunFile

/// In which forms cases are put; only who is asked can be asked in another form.
struct PresentationOptions: ParsableArguments {
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

  /// Writes the options into a plan.
  func apply(to plan: inout RunPlan) { plan.settings.present = present }
}
