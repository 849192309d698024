// SPDX-License-Identifier: MIT

import BatchNorm
import BNGoldenCases
import BNTestSupport
import BNImplementations
import BNTensors
import Testing

@testable import BNExploration

@Suite("Drawn cases")
struct CaseOutlineTests {
  @Test("seed and number give the same case, whatever was drawn before")
  func repeats() async throws {
    let outline = CaseOutline(seed: 7, index: 12)
    _ = CaseOutline(seed: 7, index: 11).request()
    #expect(outline.request() == CaseOutline(seed: 7, index: 12).request())
    #expect(outline.request() != CaseOutline(seed: 8, index: 12).request())
    #expect(CaseOutline(name: outline.name)?.request() == outline.request())
  }

  @Test("the drawn bits are those of this version of the drawing")
  func digest() async throws {
    var cases: [GoldenCase] = []
    for index in 0..<200 as Range<UInt64> {
      cases.append(try #require(await DrawnCase.golden(CaseOutline(seed: 1, index: index))))
    }
    #expect(CaseOutline.version == 2)
    #expect(ContentDigest(cases: cases).hexadecimal.prefix(16) == "87abd3929b072d41")
  }

  @Test(
    "names that name no drawn case are refused",
    arguments: [
      "", "drawn/1-2", "eps/1-2/f32", "drawn/1-2/f99", "drawn/1/f32", "drawn/-1-2/f32",
    ]
  )
  func names(_ name: String) { #expect(CaseOutline(name: name) == nil) }

  @Test("every drawn case can be written as a golden case, and reads as it was")
  func golden() async throws {
    let folder = try TemporaryFolder()
    var cases: [GoldenCase] = []
    for index in 0..<600 as Range<UInt64> {
      cases.append(try #require(await DrawnCase.golden(CaseOutline(seed: 6, index: index))))
    }
    let header = GoldenFileHeader(role: .golden, feature: CaseOutline.feature)
    try GoldenFile.write(cases: cases, header: header, to: folder.file("drawn.h5"))
    let digest = try GoldenFile.read(path: folder.file("drawn.h5")).digest
    #expect(digest == ContentDigest(cases: cases))
  }

  @Test("what the outline says that a case needs is what it needs")
  func features() throws {
    for index in 0..<4_000 as Range<UInt64> {
      let outline = CaseOutline(seed: 3, index: index)
      let request = try #require(outline.request())
      guard outline.profile == .math else { continue }
      #expect(outline.features == request.features, "\(outline.name)")
    }
  }

  @Test("cases of the mathematics raise no error, and every size and kind comes up")
  func coverage() async throws {
    var (ranks, types, sizes): (Set<Int>, Set<String>, Set<Int>) = ([], [], [])
    for index in 0..<1_500 as Range<UInt64> {
      let outline = CaseOutline(seed: 5, index: index)
      guard outline.profile == .math else { continue }
      let golden = try #require(await DrawnCase.golden(outline))
      #expect(golden.expectations.allSatisfy { $0.error == nil }, "\(outline.name)")
      #expect(golden.request.steps.count == outline.steps.count)
      types.insert(
        outline.configuration.inputType.rawValue + outline.configuration.parameterType.rawValue
      )
      for case .forward(_, let input) in golden.request.steps {
        ranks.insert(input.shape.rank)
        sizes.insert(input.shape.valuesPerChannel)
      }
    }
    #expect(ranks == [2, 3, 4, 5, 6] && types.count == 6)
    #expect(sizes.contains { $0 > 4_096 } && sizes.contains(2) && sizes.contains(7))
  }
}
