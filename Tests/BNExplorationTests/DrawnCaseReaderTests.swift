// SPDX-License-Identifier: MIT

import BNGoldenCases
import Testing

@testable import BNExploration

@Suite("Drawn cases as files")
struct DrawnCaseReaderTests {
  private let reader = DrawnCaseReader(ReaderHere())

  @Test("every case is in one file, the last of which is shorter")
  func paths() {
    #expect(
      DrawnCaseReader.paths(seed: 17, count: 250)
        == ["drawn:17:0:100", "drawn:17:100:100", "drawn:17:200:50"]
    )
  }

  @Test(
    "the cases are those that explore draws, in the order of their ids, and listed as what they are"
  )
  func cases() async throws {
    let contents = try await reader.cases(in: "drawn:3:5:20")
    let cases = try contents.cases.map { try $0.get() }
    #expect(Set(cases.map(\.id.text)) == Set((5..<25).map { CaseOutline(seed: 3, index: $0).name }))
    #expect(cases.map(\.id) == cases.map(\.id).sorted())
    #expect(contents.digest == ContentDigest(cases: cases))
    let listed = try await reader.catalog(of: "drawn:3:5:20").map { try $0.get() }
    #expect(listed.map(\.id) == cases.map(\.id))
    #expect(listed.map(\.metadata) == cases.map(\.metadata))
  }

  @Test("what sound arithmetic may fail is required of nobody")
  func levels() async throws {
    let sound = SoundArithmetic()
    let cases = try await reader.cases(in: "drawn:3:40:60").cases.map { try $0.get() }
    for golden in cases where golden.metadata.level == .required { #expect(sound.passes(golden)) }
    #expect(cases.contains { $0.metadata.level == .informative })
  }

  @Test(
    "a path that does not say which cases is refused",
    arguments: [
      "drawn:", "drawn:17", "drawn:17:0", "drawn:17:0:0", "drawn:17:0:101", "drawn:-1:0:5",
    ]
  )
  func refusal(path: String) async throws {
    await #expect(throws: GoldenFormatError.self) { try await reader.cases(in: path) }
  }
}
