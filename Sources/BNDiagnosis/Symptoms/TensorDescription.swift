// SPDX-License-Identifier: MIT

internal import BNVerdicts

/// What is said of a tensor that is wrong in several cases.
struct TensorDescription {
  /// What its wrong numbers are instead, such as "is 0".
  struct Finding: Equatable {
    let words: String
    /// In how many cases.
    let count: Int

    /// The words, with the number where that is not all.
    func text(of all: Int) -> String { count == all ? words : "\(words) (\(count) of \(all))" }
  }

  let name: String
  /// In how many cases it is wrong.
  let count: Int
  /// The typical relative error, where nothing better is known.
  let size: Double?
  /// What it is instead, what holds of most cases first.
  var findings: [Finding] = []
  /// What the cases have in common.
  var clauses: [String]
  /// In which cases it is wrong.
  var place: String?

  /// All that is said of it beside the size.
  var texts: [String] {
    findings.map { $0.text(of: count) } + clauses + [place].compactMap(\.self)
  }

  /// The line on tensors of which the same is said.
  static func line(_ all: [TensorDescription], of open: Int) -> String {
    func list(_ texts: [String]) -> String {
      Set(texts).count == 1 ? texts[0] : texts.joined(separator: ", ")
    }
    let sizes = all.compactMap { $0.size.map { FigureText.text($0) } }
    let size = sizes.isEmpty ? [] : ["typically off by \(list(sizes)) of the value"]
    let texts = (size + all[0].texts).joined(separator: "; ")
    return all.map(\.name).joined(separator: ", ") + (all.count == 1 ? " is" : " are")
      + " wrong in \(list(all.map { String($0.count) })) of \(open)"
      + (texts.isEmpty ? "" : ": " + texts)
  }
}
