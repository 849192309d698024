// SPDX-License-Identifier: MIT

import BNBounds
import BNGoldenCases
import BNTensors
import BatchNorm
import Testing

@testable import BNRecipes

@Suite("Large cases")
struct LargeCaseTests {
  private let reader = LargeCaseReader(ReaderHere())

  private func large(_ id: String) throws -> LargeCase {
    try #require(LargeCase.all.first { $0.id == id })
  }

  @Test("every case has an id, a path and a digest of its own")
  func names() throws {
    #expect(Set(LargeCase.all.map(\.id)).count == LargeCase.all.count)
    #expect(Set(LargeCase.all.map(LargeCaseReader.path)).count == LargeCase.all.count)
    #expect(LargeCase.all.allSatisfy { $0.digest?.count == 64 })
    for large in LargeCase.all { #expect(try CaseID(large.id).text == large.id) }
  }

  @Test("what is listed of a case is what it is")
  func catalogue() async throws {
    let path = LargeCaseReader.path(of: try large("large/rows-65537-backward/f16-f32"))
    let listed = try #require(try await reader.catalog(of: path).first).get()
    let golden = try #require(try await reader.cases(in: path).cases.first).get()
    #expect(listed.id == golden.id && listed.metadata == golden.metadata)
    #expect(listed.configuration == golden.request.configuration)
    #expect(listed.steps == golden.request.steps.map(StepText.init))
  }

  @Test("the tensors are those of the rule, the last value of a channel √n deviations away")
  func rule() throws {
    let request = try large("large/samples-65537-backward/f32").request()
    guard case .forward(.training, let x) = request.steps[0],
      case .backward(0, let gradient, let wants) = request.steps[1]
    else {
      Issue.record("these are other steps")
      return
    }
    // The first word of Philox4x32-10 with key 1 at counter 0; channel 0 has deviation 1/4 and mean −2.
    let word = Philox4x32(key: 1).words(at: 0 as UInt64)[0]
    #expect(x.double(at: 0) == Double(Float(Double(Int(word >> 8) - 1 << 23) * 0x1p-24 - 2)))
    let root = Double(65537 * 3).squareRoot()
    #expect(x.double(at: x.count - 1) == Double(Float(root / 2)))
    #expect(x.double(at: x.count - 4) == Double(Float(root / 4)))
    #expect(gradient.double(at: gradient.count - 1) == Double(Float(root / 2)))
    #expect(wants == FirstOrderGradient.allCases)
  }

  @Test(
    "the specification of record gives the digest on file",
    arguments: ["large/rows-65537-evaluation/bf16", "large/channels-65537-training/f32"]
  )
  func record(id: String) async throws {
    let large = try large(id)
    let golden = await SpecifiedCase.golden(try large.request(), large.metadata, isRecord: true)
    let specified = try #require(golden)
    #expect(ContentDigest(cases: [specified]).hexadecimal == large.digest)
  }

  @Test("a name that is none is refused with a hint")
  func unknown() async throws {
    await #expect(throws: GoldenFormatError.self) { try await reader.cases(in: "large:rows") }
  }

  @Test("sums of more than a million float32 values are judged as blocked ones, and recommended")
  func levels() throws {
    #expect(try large("large/image-1048577-training/f32").metadata.boundDepth == .blocked)
    #expect(try large("large/image-1048577-training/f32").metadata.level == .recommended)
    #expect(try large("large/image-1048577-evaluation/f32").metadata.level == .required)
    #expect(try large("large/image-16777217-backward/f64").metadata.level == .required)
  }
}
