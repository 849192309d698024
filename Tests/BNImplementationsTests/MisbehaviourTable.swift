// SPDX-License-Identifier: MIT

import Foundation

/// Writes what the misbehaviour tests saw to the file that `tools/adapters/misbehaviour` asks for.
enum MisbehaviourTable {
  /// Adds a line: behaviour, outcome, time in milliseconds, what was left behind.
  static func record(
    _ adapter: MisbehavingAdapter,
    outcome: String,
    time: Duration,
    left: [String]
  ) {
    guard let path = ProcessInfo.processInfo.environment["BNCONFORM_MISBEHAVIOUR_TABLE"],
      let file = FileHandle(forWritingAtPath: path)
    else { return }
    let milliseconds = Int(time / .milliseconds(1))
    let firstLine = outcome.split(separator: "\n").first.map(String.init) ?? ""
    let row = [
      adapter.name, adapter.behaviour, String(firstLine.prefix(90)), "\(milliseconds)",
      left.isEmpty ? "nothing" : left.joined(separator: " "),
    ]
    _ = try? file.seekToEnd()
    try? file.write(contentsOf: Data((row.joined(separator: "\t") + "\n").utf8))
  }
}
