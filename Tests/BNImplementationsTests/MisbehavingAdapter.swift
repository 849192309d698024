// SPDX-License-Identifier: MIT

import Foundation
import BNImplementations
import BNTestSupport
import Testing

/// A script of `tools/adapters/misbehaving`, with what its third line says must come of it.
struct MisbehavingAdapter: CustomTestStringConvertible, Sendable {
  /// The script's name without its extension.
  let name: String
  /// What it does.
  let behaviour: String
  let expectation: Expectation

  enum Expectation: Equatable {
    case runs
    case errors(String)
    case doesNotStart(String)
  }

  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "tools/adapters/misbehaving")

  static let all: [MisbehavingAdapter] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".sh") && $0 != "common.sh" }.sorted()
      .compactMap(MisbehavingAdapter.init)
  }()

  var path: String { Self.folder.appending(path: "\(name).sh").path }
  var testDescription: String { "\(name): \(behaviour)" }

  /// Limits that make waiting short where a script is made to wait for.
  var limits: ProcessLimits {
    let waits = "\(expectation)".contains("within")
    return ProcessLimits(
      start: (waits && isAboutStart ? .milliseconds(400) : Duration.seconds(20)).scaled,
      perCase: (waits ? .milliseconds(400) : Duration.seconds(20)).scaled,
      stop: Duration.milliseconds(300).scaled,
      memory: name == "memory-hog" ? 100 << 20 : nil,
      answerLength: 1 << 20
    )
  }

  private var isAboutStart: Bool {
    if case .doesNotStart = expectation { true } else { false }
  }

  private init?(file: String) {
    name = String(file.dropLast(3))
    guard
      let text = try? String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
    else { return nil }
    let lines = text.split(separator: "\n", maxSplits: 3).map(String.init)
    guard lines.count > 2, let dot = lines[1].range(of: " · ") else { return nil }
    behaviour = String(lines[1][dot.upperBound...])
    if lines[2].hasPrefix("# expect start: ") {
      expectation = .doesNotStart(String(lines[2].dropFirst(16)))
    } else if lines[2] == "# expect: runs" {
      expectation = .runs
    } else if lines[2].hasPrefix("# expect: ") {
      expectation = .errors(String(lines[2].dropFirst(10)))
    } else {
      return nil
    }
  }
}
