// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNRunFile
internal import BNReporting

/// `bnconform canonical`: what a run found, without what no two runs have in common.
struct CanonicalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "canonical",
    abstract: "Print a run file in canonical order, without times, machine and paths.",
    discussion: "Runs with the same results print the same bytes, so `diff` shows what differs."
  )

  @Argument(help: "The run file.", completion: .file(extensions: ["jsonl"]))
  var path: String

  func run() async throws {
    let bytes = try RunFile.read(path: path).canonicalForm.encoded()
    Terminal.data.write(PrintedText.json(String(decoding: bytes, as: UTF8.self)))
  }
}
