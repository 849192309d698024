// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNDifferential
internal import BNReporting
internal import BNTensors

/// Compares the fast kernels with the specification on drawn data.
struct DifferentialCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "differential",
    abstract: "Compare the fast kernels bit by bit with the exact specification on random data.",
    discussion: """
      Exits with 1 if any bit differs. The specification computes about 100,000 elements per second \
      and thread.
      """
  )

  @Option(help: "The number of elements to compute for each type.")
  var elements = 2_000_000
  @Option(help: "The element types, separated by commas.")
  var types = "float32"
  @Option(
    help:
      "Factors for the error bounds, separated by commas; above 1 the slower tiers are used."
  )
  var stress = "1"
  @Option(help: "The seed of the first case.")
  var seed: UInt64 = 1
  @Option(help: "The number of threads.")
  var threads = 1

  func run() async throws {
    let types = types.split(separator: ",").compactMap { ElementType(rawValue: String($0)) }
    let stresses = stress.split(separator: ",").compactMap { Double($0) }
    guard !types.isEmpty, !stresses.isEmpty, stresses.allSatisfy({ $0 >= 1 }), threads > 0 else {
      throw ValidationError(
        "types, factors of at least 1 and a positive number of threads are needed"
      )
    }
    var (elements, mismatches) = (0, 0)
    for type in types {
      let regimes = Regime.allCases
      let run = DifferentialRun(
        elements: self.elements / regimes.count,
        type: type,
        stresses: stresses,
        seed: seed
      )
      for regime in regimes {
        let outcome = run.run(regime, threads: threads)
        elements += outcome.elements
        mismatches += outcome.mismatches
        Terminal.output.write(
          "\(type) \(regime.rawValue): \(outcome.cases) cases, \(outcome.elements) elements, "
            + "\(outcome.compared) comparisons, \(outcome.mismatches) mismatches\n"
        )
        for example in outcome.examples { Terminal.output.write("  \(example)\n") }
      }
    }
    Terminal.output.write("\(elements) elements, \(mismatches) mismatches\n")
    if mismatches > 0 { try RunExitCode.notAsExpected.throwUnlessExpected() }
  }
}
