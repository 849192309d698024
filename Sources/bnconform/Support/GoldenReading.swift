// SPDX-License-Identifier: MIT

internal import BNExploration
internal import BNRunning
internal import BNPlatform
internal import BNGoldenCases
internal import BNRecipes

/// How this program reads files that somebody else may have written, in children of its own; cases that
/// are large or drawn are made instead.
enum GoldenReading {
  /// Runs the body with a reader, whose children are gone afterwards.
  static func run<Result>(
    _ body: (any GoldenReader) async throws -> Result
  ) async throws -> Result {
    let environment = ProcessInfo.processInfo.environment
    let reader = ReaderChildren(command: try ReaderCommand.find(environment: environment).words)
    do {
      let result = try await body(DrawnCaseReader(LargeCaseReader(reader)))
      await reader.end()
      return result
    } catch {
      await reader.end()
      throw error
    }
  }
}
