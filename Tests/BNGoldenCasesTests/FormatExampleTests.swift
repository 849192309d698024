// SPDX-License-Identifier: MIT

import BNTestSupport
import BatchNorm
import Foundation
import BNTensors
import Testing

@testable import BNGoldenCases

@Suite(.enabled(if: PythonScript.interpreter != nil, "BNCONFORM_PYTHON names no interpreter"))
struct FormatExampleTests {
  @Test("the example of the format's page is accepted and says the same as in Swift")
  func example() throws {
    let folder = try TemporaryFolder()
    _ = try PythonScript.run(try Self.example(), in: folder.path)
    let contents = try GoldenFile.read(path: folder.file("mine.h5"))
    let read = try contents.cases.map { try $0.get() }
    let expected = try ExampleCase.make()
    #expect(read.map { CaseRecord($0).dump } == [CaseRecord(expected).dump])
    #expect(ContentDigest(cases: read) == ContentDigest(cases: [expected]))
  }

  @Test("h5py reads as numbers what is written here")
  func numbers() throws {
    let folder = try TemporaryFolder()
    let half = Tensor(vector: TensorStorage(.float16, bits: [0x3c00, 0xc100, 0x0001]))
    let brain = Tensor(vector: TensorStorage(.bfloat16, bits: [0x3f80, 0xc020, 0x0001]))
    var request = try ExampleCase.make().request
    request.configuration.inputType = .bfloat16
    request.configuration.parameterType = .float16
    request.initialState.runningMean = half
    request.initialState.runningVar = nil
    request.steps = [.forward(mode: .training, input: brain)]
    let path = folder.file("r.h5")
    try GoldenFile.writeRequests([request], header: .init(role: .requests), to: path)
    let output = try PythonScript.run(
      """
      import h5py, numpy
      with h5py.File("r.h5") as f:
          c = f["cases/mine:two-values:f32"]
          print(c.attrs["id"], c.attrs["affine"] == False, list(c.attrs["steps"]), c.attrs["eps"])
          print(c["initial.running_mean"].dtype, c["initial.running_mean"][()].tolist())
          print(c["step0.input"][()].astype("f8").tolist())
      """,
      in: folder.path
    )
    #expect(
      output == """
        mine/two-values/f32 True ['forward training'] 3.0
        float16 [1.0, -2.5, 5.960464477539063e-08]
        [1.0, -2.5, 9.183549615799121e-41]

        """
    )
  }

  private static func example() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let page = root.deletingLastPathComponent().appending(path: "Golden/FORMAT.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let parts = text.components(separatedBy: "```python\n").dropFirst()
    return try #require(parts.first?.components(separatedBy: "```").first)
  }
}
