// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNFaults
internal import BNReporting

/// `bnconform faults`: the mistakes that a diagnosis can name.
struct FaultsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "faults",
    abstract: "List the known faults: name, rule, what is wrong, where it was seen.",
    discussion: """
      `bnconform run --implementation fault:NAME` shows what a fault looks like. \
      Example: bnconform faults '*running-var*'
      """
  )

  @Argument(help: "Only faults whose name fits one of these patterns.")
  var patterns: [String] = []

  @Option(help: "text or json.")
  var format = AdequacyCommand.Format.text

  func run() throws {
    let globs = try patterns.map { pattern in
      do throws(GlobError) { return try Glob(pattern) } catch { throw ValidationError("\(error)") }
    }
    let faults = FaultCatalogue.all.filter { fault in
      globs.isEmpty || globs.contains { $0.matches(fault.name) }
    }
    guard !faults.isEmpty else {
      let names = FaultCatalogue.all.map(\.name)
      let clauses = patterns.map {
        "\($0.debugDescription)\(Suggestion.clause(for: $0, among: names))"
      }
      throw ValidationError("no known fault is called \(clauses.joined(separator: ", "))")
    }
    Terminal.output.write(format == .json ? try faults.json() : faults.text)
  }
}
