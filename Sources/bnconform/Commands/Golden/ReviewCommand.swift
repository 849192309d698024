// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunning
internal import BNGoldenCases
internal import BNReporting

/// `bnconform golden review`: what pending files would change.
struct ReviewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Show the changes in pending golden files: old and new values side by side.",
    discussion: "The largest change comes first. Changes nothing; accept or reject afterwards."
  )

  @OptionGroup var options: PendingOptions

  @Flag(help: "Show every case instead of the first ten of each kind.")
  var all = false

  func run() async throws {
    try await GoldenReading.run { reader in
      guard let folder = try options.folderIfAny() else {
        Terminal.output.write("nothing is pending\n")
        return
      }
      for name in try folder.names(options.files) {
        let isNew = folder.change(name) == .new
        let accepted = isNew ? [] : try await reader.allCases(in: folder.golden + "/" + name)
        let review = GoldenReview(
          accepted: accepted,
          pending: try await reader.allCases(in: folder.path + "/" + name)
        )
        Terminal.output.write(review.text(name, limit: all ? .max : 10))
      }
    }
  }
}
