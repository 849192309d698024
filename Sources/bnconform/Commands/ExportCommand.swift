// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNGoldenCases
internal import BNReporting

/// `bnconform export`: the cases without what is expected of them.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the requests of the golden cases to a file, for systems without an adapter.",
    discussion: "`bnconform check` judges the answers."
  )

  @OptionGroup(title: "Golden files") var golden: GoldenOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The requests file to write.", valueName: "requests.h5")
  )
  var output: String

  func run() async throws {
    try await GoldenReading.run { reader in
      let choice = try golden.resolve()
      try (choice.uses + [FileUse(.written, output, as: "--output \(output)")]).requireDistinct()
      let requests = try await choice.cases(selection.selection, by: reader).map(\.request)
      let generator = "bnconform \(ToolVersions.current.bnconform)"
      let header = GoldenFileHeader(role: .requests, generator: generator)
      try GoldenFile.writeRequests(requests, header: header, to: output)
      Terminal.error.write("\(output): \(requests.count) requests\n")
    }
  }
}
