// SPDX-License-Identifier: MIT

package import BNAdequacy
internal import BNRunFile

extension PowerReport {
  /// The report as lines, without newlines.
  package func lines(namesFaults: Bool) -> [String] {
    let lacks = lacking.map { lack in
      RunClaim.Lack(needs: lack.needs.joined(separator: " and "), faults: lack.faults.count)
    }
    var lines = ["cases   \(cases.of("required case")) would be put"]
    lines.append("power   " + ClaimText.power(known: known, seen: seen, lacking: lacks))
    if namesFaults {
      for (lack, faults) in zip(lacks, lacking.map(\.faults)) {
        lines.append("needs   \(lack.needs): \(faults.joined(separator: " "))")
      }
    }
    lines.append(
      hidden.isEmpty
        ? "hidden  none: what is seen in other types and kinds only makes no difference in these cases"
        : "hidden  \(hidden.count) seen in other types or kinds only: \(hidden.joined(separator: " "))"
    )
    return lines
      + ["smoke   \(smallest.count.of("case")) see as much: \(smallest.joined(separator: " "))"]
  }
}
