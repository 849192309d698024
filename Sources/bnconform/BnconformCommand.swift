// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// The root of all subcommands.
struct BnconformCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bnconform",
    abstract: "Judges implementations of Batch Normalization against PyTorch's specification.",
    discussion: """
      Exit codes: 0 all as expected, 1 something is not, 2 could not judge, 3 nothing selected or \
      judged, 64 wrong usage, 130 interrupted.
      """,
    version: VersionText.text,
    subcommands: [
      RunCommand.self, MergeCommand.self, CanonicalCommand.self, SmokeCommand.self,
      ListCommand.self, ShowCommand.self, ExplainCommand.self,
      CoverageCommand.self, AdequacyCommand.self, DifferentialCommand.self, DigestCommand.self,
      RecipeCommand.self, FaultsCommand.self, ExportCommand.self, CheckCommand.self,
      ServeCommand.self,
      DoctorCommand.self,
      ReportCommand.self, CompareCommand.self, GoldenCommand.self, MatrixCommand.self,
      WorkerSubcommand.self,
      HostLibrarySubcommand.self,
    ]
  )
}
