// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNExploration
internal import BNGoldenCases
internal import BNImplementations
internal import BNReporting
internal import BNRunFile
internal import BNRunning
internal import BNPlatform

/// `bnconform explore`: puts fresh cases to an implementation.
struct ExploreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Put freshly drawn cases to an implementation, and boil down what fails.",
    discussion: """
      Draws cases within what the implementation declares, for 10 seconds or until failures of a new kind become \
      rare. A seed and a number give the same case on every machine. Exits with 1 if a case failed. \
      For a run file, reports, shards and --resume see `bnconform run --drawn`. As caller:NAME the process that started this one answers, as it does to `bnconform judge`. \
      Examples: bnconform explore 'python3 adapter.py' --seconds 60
                bnconform explore fault:eps-missing --save found.h5
      """
  )

  @Argument(help: "The implementation, as `bnconform run --implementation` takes it.")
  var implementation: String

  @Option(help: ArgumentHelp("Draw cases for this long.", valueName: "s"))
  var seconds: Double?

  @Option(help: ArgumentHelp("Draw this many cases.", valueName: "n"))
  var cases: Int?

  @Option(help: "The seed of the cases (default: one from the system).")
  var seed: UInt64?

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp("Draw this case only, by its name, as drawn/17-4/f32.", valueName: "name")
  )
  var name: String?

  @Option(help: SelectionOptions.profileHelp)
  var profile: CaseProfile?

  @Option(
    help: ArgumentHelp("Write the boiled-down failures as golden cases.", valueName: "found.h5")
  )
  var save: String?

  @Option(help: ArgumentHelp("Boil down this many failures, one of each cause.", valueName: "n"))
  var examples = 3

  @Option(help: ArgumentHelp("The number of cases to judge in parallel.", valueName: "n"))
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Flag(
    help: ArgumentHelp(
      "Draw from the system's entropy once the implementation has started, in any order, and put cases again.",
      discussion:
        "An answer that changes among other cases is a failure: state is kept from call to call."
    )
  )
  var sealed = false

  @Option(
    help: ArgumentHelp(
      "The command that draws one case again, with {id} for the case; reports show it.",
      valueName: "command"
    )
  )
  var againCommand: String?

  @Flag(help: "Show the bit patterns of numbers.")
  var hex = false

  @OptionGroup(title: "Scope") var scope: ScopeOptions
  @OptionGroup(title: "Processes under test") var process: ProcessOptions

  func validate() throws {
    do throws(UnknownImplementationError) {
      if !plan.run.asksCaller { _ = try ImplementationRegistry.find(implementation) }
    } catch {
      throw ValidationError("\(error)")
    }
    if let seconds, !(seconds > 0 && seconds <= 1e7) {
      throw ValidationError("--seconds must be more than 0, but is \(seconds)")
    }
    for (name, value) in [("--cases", cases), ("--jobs", jobs)] {
      if let value, value < 1 {
        throw ValidationError("\(name) must be 1 or more, but is \(value)")
      }
    }
    guard examples >= 0 else {
      throw ValidationError("--examples must be 0 or more, but is \(examples)")
    }
    if sealed, seed != nil || name != nil {
      throw ValidationError("--sealed draws its own seed; leave --seed and --case out")
    }
    if let name {
      guard cases == nil, seed == nil, seconds == nil else {
        throw ValidationError("--case names one case; leave --seed, --cases and --seconds out")
      }
      guard CaseOutline(name: name) != nil else {
        throw ValidationError(
          "\(name.debugDescription) names no drawn case, as drawn/17-4/f32 does"
        )
      }
    }
  }

  func run() async throws {
    let uses = save.map { [FileUse(.written, $0, as: "--save \($0)")] } ?? []
    try (uses + process.uses).requireDistinct()
    if let save { try requireFolder(of: save) }
    let plan = plan
    let environment = ProcessInfo.processInfo.environment
    let error = ConsoleStream(.error, environment: environment)
    let interruption = Interruption()
    let signals = InterruptSignals(interruption)
    defer { signals.cancel() }
    var progress = ProgressLine(isLive: error.width != nil)
    let explored = try await Exploration(plan).run(interruption: interruption) { tally in
      guard !plan.run.asksCaller else { return }
      let text = progress.renewed(judged: tally.judged, failing: tally.failing)
      if let text { error.write(text) }
    }
    if let text = progress.clear() { error.write(text) }
    let exitCode = explored.exitCode(interruption.code)
    if plan.run.asksCaller {
      let stream = JudgeStream { CallerStream.standard.tell($0) }
      stream.end(explored, words: words(explored), exitCode: exitCode)
    } else {
      let output = ConsoleStream(.output, environment: environment)
      let text = ExplorationText(style: output.style, width: output.width, showsBits: hex)
      for line in text.lines(explored, words: words(explored), exitCode: exitCode) {
        output.write(line + "\n")
      }
    }
    if let save { try await write(explored, to: save) }
    try exitCode.throwUnlessExpected()
  }

  /// Refuses a place that cannot be written before anything is drawn for it.
  private func requireFolder(of path: String) throws {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let folder = parts.isEmpty ? "." : parts.joined(separator: "/") + "/"
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw ValidationError("--save \(path): there is no folder \(folder) that can be written")
    }
  }

  private var plan: ExplorationPlan {
    var plan = ExplorationPlan(implementation: implementation)
    (plan.seed, plan.cases, plan.seconds, plan.jobs) = (seed, cases, seconds, jobs)
    if let outline = name.flatMap(CaseOutline.init) {
      (plan.seed, plan.first, plan.cases, plan.profile) = (outline.seed, outline.index, 1, .torch)
    }
    plan.profile = profile ?? plan.profile
    (plan.scope, plan.examples, plan.isSealed) = (scope.description, examples, sealed)
    plan.again = againCommand
    process.apply(to: &plan.run)
    return plan
  }

  /// The words that draw the same cases again.
  private func words(_ explored: Explored) -> [String] {
    let torch = profile == .torch ? ["--profile", "torch"] : []
    let command = plan.run.asksCaller ? [] : ["bnconform", "explore", implementation]
    return command + ["--seed", "\(explored.seed)", "--cases", "\(explored.dealt)"] + torch
      + scope.words
  }

  /// Writes what was boiled down, and reads it as everyone will.
  private func write(_ explored: Explored, to path: String) async throws {
    let found = explored.examples.map(\.shrunk.golden)
    guard !found.isEmpty else {
      Terminal.error.write("\(path): not written, nothing failed that a golden case could hold\n")
      return
    }
    let header = GoldenFileHeader(
      role: .golden,
      feature: CaseOutline.feature,
      generator: "bnconform \(ToolVersions.current.bnconform)"
    )
    try GoldenFile.write(cases: found, header: header, to: path)
    let digest = try await GoldenReading.run { try await $0.cases(in: path).digest }
    guard digest == ContentDigest(cases: found) else { throw UnlikeDigest(path: path) }
    Terminal.error.write("\(path): \(found.count) cases; bnconform run \(path) judges them\n")
  }
}

/// A file that does not read as it was written.
private struct UnlikeDigest: HintedError, CustomStringConvertible {
  let path: String
  var description: String { "\(path): what is read is not what was written" }
  var hint: String? { "this is a fault of bnconform; please report it with the seed" }
}
