// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNGoldenCases

extension RunFile {
  /// What two runs have in common if they found the same: no times, host, order or command line.
  package var canonicalForm: RunFile {
    var form = self
    form.header.started = ""
    form.header.machine = Machine(system: "", architecture: "", processors: 0, host: "")
    form.header.settings.commandLine = []
    form.header.settings.paths = []
    (form.header.settings.golden, form.header.settings.folder) = (.files, nil)
    form.header.settings.jobs = 0
    form.header.settings.shardSource = nil
    form.header.settings.files.sort(by: Self.bytewise)
    form.files.sort { Self.bytewise($0.file, $1.file) }
    for index in form.outcomes.indices { form.outcomes[index].outcome.milliseconds = 0 }
    form.outcomes.sort {
      Self.bytewise($0.file + " " + $0.outcome.id, $1.file + " " + $1.outcome.id)
    }
    form.problems.sort { Self.bytewise("\($0)", "\($1)") }
    form.warnings.sort { Self.bytewise($0.text, $1.text) }
    form.footer?.milliseconds = 0
    return form
  }

  /// The lines of the file that holds this run.
  ///
  /// - Throws: `EncodingError` if an outcome holds a time that is not finite.
  package func encoded() throws -> [UInt8] {
    let records =
      [.header(header)] + files.map(RunRecord.file) + outcomes.map(RunRecord.outcome)
      + problems.map(RunRecord.problem) + closing
      + (footer.map { [RunRecord.footer($0)] } ?? [])
    let line = JSONLine()
    return try records.flatMap { try line.encode($0) }
  }

  private static func bytewise(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
