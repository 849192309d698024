// SPDX-License-Identifier: MIT

package import BNRunFile

extension RunFile {
  /// The run as the golden report keeps it: what was found, and nothing of who found it when.
  package var goldenReport: RunFile {
    var run = compacted(name: header.respondent.text)
    run.header.started = ""
    (run.header.machine.system, run.header.machine.architecture) = ("", "")
    (run.header.tool.bnconform, run.header.tool.swift) = ("", "")
    return run
  }
}
