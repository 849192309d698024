// SPDX-License-Identifier: MIT

import BNTestSupport
import BatchNorm
import BNBounds
import BNHDF5
import BNTensors
import Testing

@testable import BNGoldenCases

@Suite struct ContentDigestTests {
  private static func digest(_ change: (inout GoldenCase) throws -> Void) throws -> String {
    var golden = try ExampleCase.make()
    try change(&golden)
    return ContentDigest(cases: [golden]).hexadecimal
  }

  @Test("follows from every field of a case")
  func fields() throws {
    let other = Tensor(vector: .float32([0.25]))
    let changes: [(inout GoldenCase) throws -> Void] = [
      { _ in },
      { $0.request.id = try CaseID("mine/two-values/f64") },
      { $0.metadata.title = "Other" },
      { $0.metadata.rationale = "Other" },
      { $0.metadata.rules = [] },
      { $0.metadata.level = .informative },
      { $0.metadata.profile = .torch },
      { $0.metadata.tags = ["tag"] },
      { $0.metadata.upstream = "2.10" },
      { $0.metadata.tolerance = .ulp(1) },
      { $0.metadata.boundDepth = .fixed(3) },
      {
        $0.metadata.difficulty = CaseDifficulty(
          valuesPerChannel: 2,
          offsetRatio: 2,
          cancellation: 1
        )
      },
      { $0.request.configuration.kind = .anyDimensional },
      { $0.request.configuration.numFeatures = 2 },
      { $0.request.configuration.eps = 4 },
      { $0.request.configuration.momentum = nil },
      { $0.request.configuration.affine = true },
      { $0.request.configuration.trackRunningStats = false },
      { $0.request.configuration.parameterType = .float64 },
      { $0.request.configuration.inputType = .float64 },
      { $0.request.initialState.weight = other },
      { $0.request.initialState.bias = other },
      { $0.request.initialState.runningMean = other },
      { $0.request.initialState.runningVar = other },
      { $0.request.initialState.numBatchesTracked = 7 },
      { $0.request.steps = [.forward(mode: .evaluation, input: try ExampleCase.column(1, 3))] },
      { $0.request.steps = [.forward(mode: .training, input: try ExampleCase.column(1, 4))] },
      { $0.request.steps.append(.resetRunningStats) },
      { $0.expectations[0].error = .rankMismatch },
      { $0.expectations[0].tensors[.output] = nil },
      { $0.expectations[0].tensors[.output] = try ExampleCase.column(-0.5, 0.25) },
      { $0.expectations[0].tensors[.output] = Tensor(vector: .float32([-0.5, 0.5])) },
      { $0.expectations[0].tensors[.output] = Tensor(vector: .float16([])) },
      { $0.expectations[0].tensors[.output] = Tensor(vector: .float32([])) },
      { $0.expectations[0].tensors[.runningMean] = Tensor(vector: .float32([0])) },
      { $0.expectations[0].tensors[.runningMean] = Tensor(vector: .float32([-0.0])) },
    ]
    let digests = try changes.map(Self.digest)
    #expect(Set(digests).count == changes.count)
  }

  @Test("does not follow from the payload of a NaN, the order of cases or how they are stored")
  func storage() throws {
    func withNaN(_ type: ElementType, _ bits: UInt64) throws -> String {
      try Self.digest {
        $0.request.initialState.weight = Tensor(vector: TensorStorage(type, bits: [bits]))
      }
    }
    for (type, first, second) in [
      (ElementType.float16, UInt64(0x7c01), UInt64(0xfe12)), (.bfloat16, 0x7f81, 0xffc1),
      (.float32, 0x7f80_0001, 0xffc0_0000),
      (.float64, 0x7ff0_0000_0000_0001, 0xfff8_0000_0000_0000),
    ] {
      #expect(try withNaN(type, first) == withNaN(type, second))
    }
    let cases = try GoldenFileTests.cases(0..<10)
    #expect(ContentDigest(cases: cases) == ContentDigest(cases: cases.reversed()))

    let folder = try TemporaryFolder()
    var draft = try DraftFile.golden()
    draft.groups = ["another name"]
    draft.attributes["affine"] = .integer(0)
    draft.root["generator"] = .string("someone else")
    try draft.write(to: folder.file("mine.h5"))
    let read = try GoldenFile.read(path: folder.file("mine.h5")).cases.map { try $0.get() }
    #expect(try ContentDigest(cases: read).hexadecimal == Self.digest { _ in })
  }

  @Test("is the one that the page of the format tells how to compute")
  func knownValue() throws {
    // Computed by another program after the same page.
    #expect(
      try Self.digest { _ in }
        == "da5dac2dc85664ade3c52d17e2de20396f46d31e3e7c332c4496368112937cc4"
    )
  }

  @Test("of a suite covers names and digests in the order of the names")
  func suite() throws {
    let digest = ContentDigest(cases: [])
    #expect(
      digest.hexadecimal == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    let other = ContentDigest(cases: [try ExampleCase.make()])
    let suites = [
      ContentDigest(files: [:]), ContentDigest(files: ["a.h5": digest]),
      ContentDigest(files: ["b.h5": digest]), ContentDigest(files: ["a.h5": other]),
      ContentDigest(files: ["a.h5": digest, "b.h5": other]),
      ContentDigest(files: ["a.h5": other, "b.h5": digest]),
    ]
    #expect(Set(suites).count == suites.count)
    var hash = SHA256()
    hash.update("a.h5 \(digest)\nb.h5 \(other)\n".utf8)
    let digits = hash.finalize().map { Hexadecimal.digits(UInt64($0), count: 2) }.joined()
    #expect(suites[4].hexadecimal == digits)
  }

  @Test("is read from 64 lower-case hexadecimal digits only")
  func text() {
    let digits = String(repeating: "0a", count: 32)
    #expect(ContentDigest(digits)?.description == digits)
    #expect(ContentDigest(digits.uppercased()) == nil)
    #expect(ContentDigest(String(digits.dropLast())) == nil)
    #expect(ContentDigest(digits + "0") == nil)
  }
}
