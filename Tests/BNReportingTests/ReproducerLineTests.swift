// SPDX-License-Identifier: MIT

import BNVerdicts
import BNRunFile
import BNBounds
import BNReporting
import Testing

@Suite("Reproducer line")
struct ReproducerLineTests {
  private func command(_ header: RunHeader, file: String = "eps.h5") -> String {
    let outcome = Synthetic.outcome("eps/one/f32", .failed)
    return ReproducerLine(header).command(for: RecordedOutcome(file: file, outcome: outcome))
  }

  @Test("names implementation and case; the golden files only if they were named")
  func sources() {
    #expect(
      command(Synthetic.header()) == "bnconform run --implementation mylib --filter eps/one/f32"
    )
    var folder = Synthetic.header(golden: .folder)
    folder.settings.folder = "my goldens"
    #expect(
      command(folder)
        == "bnconform run --golden 'my goldens' --implementation mylib --filter eps/one/f32"
    )
    let files = Synthetic.header(golden: .files, files: ["x/a.h5", "x/eps.h5"])
    #expect(
      command(files) == "bnconform run x/eps.h5 --implementation mylib --filter eps/one/f32"
    )
  }

  @Test("names the tolerance and the answers file")
  func check() {
    var header = Synthetic.header(respondent: .answers(path: "it's.h5"))
    header.settings.tolerance = ToleranceMode("ulp(4)")
    #expect(
      command(header) == "bnconform check 'it'\\''s.h5' --filter eps/one/f32 --tolerance 'ulp(4)'"
    )
  }
}
