// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Conformance
internal import GoldenCases
internal import Reporting

/// `bnconform show`: one case in full.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a golden case: why it exists, its program, its tensors."
  )

  @Argument(help: "The id of the case, as `bnconform list` shows it.")
  var id: String

  @OptionGroup(title: "Golden files") var golden: GoldenOptions

  @Flag(help: "Show the bit patterns of numbers.")
  var hex = false

  @Option(help: "Show so many values of each tensor.")
  var values = 16

  func validate() throws {
    guard values >= 0 else { throw ValidationError("--values must be 0 or more, but is \(values)") }
  }

  func run() async throws {
    try await Isolation.run {
      let catalog = Catalog(try golden.resolve().files)
      guard let entry = catalog.entries.first(where: { $0.summary.id.text == id }) else {
        catalog.tellErrors()
        let ids = catalog.entries.map(\.summary.id.text)
        throw ValidationError(
          "there is no case \(id.debugDescription)" + Suggestion.clause(for: id, among: ids)
        )
      }
      let contents = try GoldenFile.read(path: entry.file.path) { found, _ in found.text == id }
      for result in contents.cases {
        let isOther = (try? result.get()).map { $0.id.text != id } ?? false
        guard !isOther else { continue }
        let description = CaseDescription(try result.get(), valueLimit: values, showsBits: hex)
        Terminal.output.write(description.lines.joined(separator: "\n") + "\n")
        return
      }
    }
  }
}
