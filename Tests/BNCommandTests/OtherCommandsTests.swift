// SPDX-License-Identifier: MIT

import BNTestSupport
import BatchNorm
import BNRunFile
import Foundation
import BNGoldenCases
import BNImplementations
import BNTensors
import Testing

@Suite("bnconform list, show, export, check")
struct OtherCommandsTests {
  @Test("lists the cases that are selected")
  func list() async throws {
    let suite = try await SmallSuite()
    let result = try await Program.run(["list", suite.folder.path, "--level", "recommended"])
    #expect(result.code == 0)
    #expect(
      result.output == """
        alpha/two/f32  recommended  math   A test
        beta/two/f32   recommended  math   A test

        """
    )
    #expect(try await Program.run(["list", suite.folder.path, "--tag", "x"]).code == 3)
    try Data("hello".utf8).write(to: URL(filePath: suite.folder.file("alpha.h5")))
    let broken = try await Program.run(["list", suite.folder.path])
    #expect(broken.code == 2 && broken.output.contains("beta/one/f32"))
    #expect(broken.error.contains("alpha.h5"))
  }

  @Test("shows a case with its values, and suggests an id that looks alike")
  func show() async throws {
    let suite = try await SmallSuite()
    let result = try await Program.run([
      "show", "alpha/one/f32", suite.folder.path, "--values", "2", "--hex",
    ])
    #expect(result.code == 0)
    for text in [
      "alpha/one/f32\nA test\nMade up.\n",
      "R22 weight and bias are applied independently of each other\n",
      "R23 the running variance is unbiased\n", "step 0  forward training",
      "1.0 (0x3f800000) 3.0 (0x40400000) … 4 more", "num_batches_tracked",
    ] {
      #expect(result.output.contains(text))
    }
    let wrong = try await Program.run(["show", "alpha/on/f32", suite.folder.path])
    #expect(wrong.code == 64 && wrong.error.contains("did you mean alpha/one/f32"))
  }

  @Test("exports requests without expectations, and judges the answers to them")
  func exportAndCheck() async throws {
    let suite = try await SmallSuite()
    let (requests, answers) = (suite.folder.file("out/requests.h5"), suite.folder.file("out/a.h5"))
    try FileManager.default.createDirectory(
      atPath: suite.folder.file("out"),
      withIntermediateDirectories: false
    )
    let exported = try await Program.run(["export", suite.folder.path, "-o", requests])
    #expect(exported.code == 0)
    let contents = try GoldenFile.readRequests(path: requests)
    var given: [(id: CaseID, answer: CaseAnswer)] = []
    for request in contents.requests {
      let request = try request.get()
      let answer = try await ReferenceImplementation().withSession { await $0.answer(request) }
      given.append((request.id, answer))
    }
    #expect(given.map(\.id.text).sorted() == SmallSuite.ids)
    let header = GoldenFileHeader(
      role: .answers,
      implementation: "mine",
      implementationVersion: "2"
    )
    try GoldenFile.writeAnswers(given, header: header, to: answers)
    let good = try await Program.run(["check", answers, suite.folder.path])
    #expect(good.code == 0 && good.output.contains("mine 2 (answers file)"))

    let missing = try CaseID("alpha/one/f32")
    let extra = try CaseID("alpha/three/f32")
    given = given.filter { $0.id != missing } + [(extra, .unsupported(reason: "no", link: nil))]
    try GoldenFile.writeAnswers(given, header: header, to: answers)
    let bad = try await Program.run(["check", answers, "--golden", suite.folder.path])
    #expect(bad.code == 1)
    #expect(bad.output.contains("the file has no answer to this case"))
    #expect(
      bad.output.contains("alpha/three/f32: answers a case that is not in the golden files")
    )
    #expect(bad.output.contains("again   bnconform check \(answers) --golden "))
  }

  @Test("answers that cannot be read are exit code 2, told once")
  func unreadableAnswers() async throws {
    let suite = try await SmallSuite()
    let path = suite.folder.file("answers.txt")
    try Data("hello".utf8).write(to: URL(filePath: path))
    let result = try await Program.run(["check", path, suite.folder.path, "--jobs", "2"])
    #expect(result.code == 2)
    #expect(result.output.components(separatedBy: "! \(path): ").count == 2)
  }

  @Test("tells its version and that of the goldens")
  func version() async throws {
    let suite = try await SmallSuite()
    let bare = try await Program.run(["--version"], in: suite.folder.path)
    #expect(bare.code == 0 && bare.output.hasPrefix("bnconform "))
    // The libraries of a build for tests are those of the machine.
    let built = try #require(bare.output.split(separator: "\n").last)
    #expect(built.hasPrefix("built  with Swift 6.") && built.hasSuffix("(shared)"))
    #expect(built.contains("HDF5 1."))
    let manifest = try await Manifest(
      describing: GoldenFolder(path: suite.folder.path),
      versions: [:],
      by: ReaderHere()
    )
    try manifest.write(folder: suite.folder.path)
    let full = try await Program.run(["--version"], environment: suite.environment)
    #expect(full.output.contains("golden \(manifest.digest) (4 cases in 2 files)"))
  }

  @Test("refuses kernels that there are none of, by name", arguments: ["run", "digest", "doctor"])
  func kernels(command: String) async throws {
    let result = try await Program.run([command], environment: ["BNCONFORM_KERNELS": "foo"])
    #expect(result.code == 64)
    #expect(
      result.error.contains("BNCONFORM_KERNELS is \"foo\"; here it may be specified, baseline")
    )
  }
}
