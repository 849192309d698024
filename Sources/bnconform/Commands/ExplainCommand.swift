// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNRunning
internal import BNVerdicts
internal import BNPlatform
internal import BNGoldenCases
internal import BNImplementations
internal import BNReporting

/// Walks through a case channel by channel, with the rule beside every number.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Compute a case channel by channel: statistics, x̂, output, update, with the rules.",
    discussion: """
      Examples: bnconform explain eps/equal-to-variance/f32
                bnconform explain eps/0.07-backward/f32 --implementation ./adapter
      """
  )

  @Argument(help: "The id of the case, as `bnconform list` shows it.")
  var id: String

  @OptionGroup(title: "Golden files") var golden: GoldenOptions

  @Option(help: "Show this many channels, from the first one. (default: 3)")
  var channels: Int?

  @Option(help: ArgumentHelp("Show this channel only; the first is 0.", valueName: "number"))
  var channel: Int?

  @Option(
    help: ArgumentHelp(
      "Run the case on this implementation, and show its values beside the expected ones.",
      valueName: "name"
    )
  )
  var implementation: String?

  @Option(
    help: ArgumentHelp(
      "Show what a run recorded of the case: verdicts and the worst elements of each tensor.",
      discussion: "A run file does not hold whole tensors; --implementation shows all values.",
      valueName: "run file"
    ),
    completion: .file(extensions: ["jsonl"])
  )
  var run: String?

  func validate() throws {
    if let channels, channels <= 0 {
      throw ValidationError("--channels must be 1 or more, but is \(channels)")
    }
    if let channel, channel < 0 {
      throw ValidationError("--channel must be 0 or more, but is \(channel)")
    }
    if channel != nil, channels != nil {
      throw ValidationError("give --channel or --channels, not both")
    }
    guard let implementation else { return }
    do throws(UnknownImplementationError) {
      _ = try ImplementationRegistry.find(implementation)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  func run() async throws {
    try await GoldenReading.run { reader in
      let catalog = await Catalog(try golden.resolve().files, reader)
      let found = try await catalog.goldenCase(id, reader)
      let lines = CaseExplanation.lines(
        for: found,
        channels: try choice(of: found),
        answer: try await answer(to: found),
        recorded: try await recorded(of: found, in: catalog, reader)
      )
      Terminal.output.write(lines.joined(separator: "\n") + "\n")
    }
  }

  private func choice(of golden: GoldenCase) throws -> ExplainedChannels {
    guard let channel else { return .first(channels ?? 3) }
    let count = CaseExplanation.channelCount(of: golden)
    guard channel < count else {
      throw ValidationError(
        count == 0
          ? "the case has no channels" : "--channel \(channel): the channels are 0 to \(count - 1)"
      )
    }
    return .only(channel)
  }

  private func answer(to golden: GoldenCase) async throws -> CaseAnswer? {
    guard let implementation else { return nil }
    return try await ImplementationRegistry.find(implementation).withSession { session in
      await session.answer(golden.request)
    }
  }

  /// What a run says of the case, if it judged the same values.
  private func recorded(
    of golden: GoldenCase,
    in catalog: Catalog,
    _ reader: some GoldenReader
  ) async throws -> CaseOutcome? {
    guard let path = run else { return nil }
    let run = try RunFile.read(path: path)
    guard let found = run.outcomes.first(where: { $0.outcome.id == id }) else {
      throw UnrecordedCaseError(path: path, id: id, isOtherGolden: false)
    }
    let file = catalog.file(of: id)
    if let file, let digest = run.files.first(where: { $0.file == found.file })?.digest {
      guard try await reader.cases(in: file.path).digest == digest else {
        throw UnrecordedCaseError(path: path, id: id, isOtherGolden: true)
      }
    }
    return found.outcome
  }
}

/// A run file that has nothing to say of a case.
private struct UnrecordedCaseError: Error, CustomStringConvertible {
  let path: String
  let id: String
  /// Whether the case was judged, but with other values.
  let isOtherGolden: Bool

  var description: String {
    isOtherGolden
      ? "\(path): the run judged another version of the golden file that holds \(id)"
      : "\(path): the run did not judge \(id)"
  }
}
