// SPDX-License-Identifier: MIT

import BNRunFile
import BNGoldenCases
import Testing

@Suite("Case selection")
struct CaseSelectionTests {
  private func selects(
    _ selection: CaseSelection,
    _ id: String,
    _ metadata: CaseMetadata = Synthetic.metadata()
  ) throws -> Bool {
    try selection.compiled().selects(try CaseID(id), metadata)
  }

  @Test("selects everything by default")
  func everything() throws {
    #expect(CaseSelection().isEverything)
    #expect(try selects(CaseSelection(), "eps/a/f32", Synthetic.metadata(profile: .torch)))
    #expect(!CaseSelection(tags: ["x"]).isEverything)
  }

  @Test("needs one of several filters")
  func filters() throws {
    let selection = CaseSelection(filters: ["eps/*", "*/f64"])
    #expect(try selects(selection, "eps/a/f32"))
    #expect(try selects(selection, "shapes/a/f64"))
    #expect(try !selects(selection, "shapes/a/f32"))
  }

  @Test("takes a word for the feature or for a tag")
  func tags() throws {
    let selection = CaseSelection(tags: ["eps", "slow"])
    #expect(try selects(selection, "eps/a/f32"))
    #expect(try selects(selection, "shapes/a/f32", Synthetic.metadata(tags: ["big", "slow"])))
    #expect(try !selects(selection, "shapes/eps/f32", Synthetic.metadata(tags: ["big"])))
  }

  @Test("math leaves PyTorch's policies out, torch holds both")
  func profiles() throws {
    let (math, torch) = (CaseSelection(profile: .math), CaseSelection(profile: .torch))
    #expect(try selects(math, "a/b/c", Synthetic.metadata(profile: .math)))
    #expect(try !selects(math, "a/b/c", Synthetic.metadata(profile: .torch)))
    #expect(try selects(torch, "a/b/c", Synthetic.metadata(profile: .math)))
    #expect(try selects(torch, "a/b/c", Synthetic.metadata(profile: .torch)))
  }

  @Test("needs each kind of condition that is given")
  func together() throws {
    let selection = CaseSelection(filters: ["eps/*"], tags: ["slow"], levels: [.recommended])
    let fitting = Synthetic.metadata(level: .recommended, tags: ["slow"])
    #expect(try selects(selection, "eps/a/f32", fitting))
    #expect(try !selects(selection, "shapes/a/f32", fitting))
    #expect(try !selects(selection, "eps/a/f32", Synthetic.metadata(level: .recommended)))
    #expect(try !selects(selection, "eps/a/f32", Synthetic.metadata(tags: ["slow"])))
  }

  @Test("names files by the last part of their paths, unless two share it")
  func names() {
    let files = PlannedFile.list(["a/x.h5", "b/y.h5", "c/x.h5"])
    #expect(files.map(\.name) == ["a/x.h5", "y.h5", "c/x.h5"])
    #expect(files.map(\.path) == ["a/x.h5", "b/y.h5", "c/x.h5"])
  }
}
