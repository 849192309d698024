// SPDX-License-Identifier: MIT

extension RunHeader {
  /// What would make verdicts under another header incomparable with those under this one.
  ///
  /// Times, machines, paths and the number of jobs do not.
  package func differences(from other: RunHeader) -> [String] {
    let (ours, theirs) = (settings, other.settings)
    func text(_ value: (some Any)?) -> String { value.map { "\($0)" } ?? "none" }
    let compared: [(String, String, String)] = [
      ("version of bnconform", tool.bnconform, other.tool.bnconform),
      ("version of the run file", formatVersion, other.formatVersion),
      ("implementation", respondent.text, other.respondent.text),
      ("digest of the manifest", text(manifestDigest), text(other.manifestDigest)),
      (
        "golden files", ours.files.sorted().joined(separator: " "),
        theirs.files.sorted().joined(separator: " ")
      ),
      ("selection", ours.selection.text, theirs.selection.text),
      ("tolerance", text(ours.tolerance), text(theirs.tolerance)),
      ("--strict", text(ours.strict), text(theirs.strict)),
      ("--repeat", text(ours.repeats ?? false), text(theirs.repeats ?? false)),
    ]
    return compared.filter { $0.1 != $0.2 }.map { "\($0.0): \($0.1) and \($0.2)" }
  }
}

extension CaseSelection {
  /// The selection in one line, the same for equal selections.
  fileprivate var text: String {
    (try? JSONLine().encode(self)).map { String(decoding: $0.dropLast(), as: UTF8.self) } ?? ""
  }
}
