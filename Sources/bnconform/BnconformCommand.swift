// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// The root of all subcommands.
struct BnconformCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bnconform",
    abstract: "Tests implementations of Batch Normalization against PyTorch's specification.",
    discussion: """
      Exit codes: 0 all cases as expected, 1 a case is not as expected, 2 cases could not be \
      judged, 3 no case selected or judged, 64 wrong usage, 130 interrupted.
      """,
    version: VersionText.text,
    subcommands: [
      RunCommand.self, MergeCommand.self, CanonicalCommand.self, SmokeCommand.self,
      JudgeCommand.self, ExploreCommand.self,
      ListCommand.self, ShowCommand.self, ExplainCommand.self,
      CoverageCommand.self, AdequacyCommand.self, PowerCommand.self, DifferentialCommand.self,
      DigestCommand.self,
      RecipeCommand.self, FaultsCommand.self, ExportCommand.self, CheckCommand.self,
      ServeCommand.self,
      DoctorCommand.self,
      ReportCommand.self, CompareCommand.self, GoldenCommand.self, MatrixCommand.self,
      ReaderSubcommand.self,
      HostLibrarySubcommand.self,
    ]
  )
}
