// SPDX-License-Identifier: MIT

internal import BNVerdicts

/// What is said of a tensor that is wrong in several cases.
struct TensorDescription {
  let name: String
  /// In how many cases it is wrong.
  let count: Int
  /// The typical relative error, where nothing better is known.
  let size: Double?
  /// What the cases have in common.
  let clauses: [String]

  /// The line on tensors of which the same is said.
  static func line(_ all: [TensorDescription], of open: Int) -> String {
    func list(_ texts: [String]) -> String {
      Set(texts).count == 1 ? texts[0] : texts.joined(separator: ", ")
    }
    let sizes = all.compactMap { $0.size.map { FigureText.text($0) } }
    let size = sizes.isEmpty ? [] : ["typically off by \(list(sizes)) of the value"]
    let clauses = (size + all[0].clauses).joined(separator: "; ")
    return all.map(\.name).joined(separator: ", ") + (all.count == 1 ? " is" : " are")
      + " wrong in \(list(all.map { String($0.count) })) of \(open)"
      + (clauses.isEmpty ? "" : ": " + clauses)
  }
}
