// SPDX-License-Identifier: MIT

internal import BatchNorm
package import BNGoldenCases
internal import BNImplementations
internal import BNTensors

/// A golden folder of two small files, whose expected values come from the reference.
///
/// Good for the ways of the data; it says nothing of the numbers.
package struct SmallSuite {
  /// The folder.
  package let folder: TemporaryFolder
  /// The names of the files.
  package static let files = ["alpha.h5", "beta.h5"]
  /// The names of the cases.
  package static let ids = ["alpha/one/f32", "alpha/two/f32", "beta/one/f32", "beta/two/f32"]

  /// What makes the program find the folder.
  package var environment: [String: String] { ["BNCONFORM_GOLDEN": folder.path] }

  /// Writes the files.
  package init() async throws {
    folder = try TemporaryFolder()
    for file in Self.files { try await Self.write(file, to: folder.path) }
  }

  /// Changes a case of one of the files.
  package func rewrite(
    _ file: String,
    case id: String,
    change: (inout GoldenCase) throws -> Void
  ) async throws {
    let path = file.split(separator: "/").dropLast().joined(separator: "/")
    let name = file.split(separator: "/").last.map(String.init) ?? file
    try await Self.write(name, to: path.isEmpty ? folder.path : folder.file(path)) { golden in
      if golden.id.text == id { try change(&golden) }
    }
  }

  /// Writes one of the files.
  package static func write(
    _ file: String,
    to folder: String,
    change: (inout GoldenCase) throws -> Void = { _ in }
  ) async throws {
    let feature = String(file.dropLast(3))
    var cases: [GoldenCase] = []
    for (index, name) in ["one", "two"].enumerated() {
      var golden = try await golden("\(feature)/\(name)/f32", eps: Double(index + 1))
      try change(&golden)
      cases.append(golden)
    }
    let header = GoldenFileHeader(role: .golden, feature: feature)
    try GoldenFile.write(cases: cases, header: header, to: folder + "/" + file)
  }

  /// A case of one training step, with what the reference makes of it.
  package static func golden(_ id: String, eps: Double) async throws -> GoldenCase {
    let values: [Float] = [1, 3, 2, -4, 5, 0.5]
    let request = CaseRequest(
      id: try CaseID(id),
      configuration: LayerConfiguration(kind: .oneDimensional, numFeatures: 2, eps: eps),
      initialState: LayerState(
        weight: Tensor(vector: .float32([1, 2])),
        bias: Tensor(vector: .float32([0, 1])),
        runningMean: Tensor(vector: .float32([0, 0])),
        runningVar: Tensor(vector: .float32([1, 1])),
        numBatchesTracked: 0
      ),
      steps: [
        .forward(
          mode: .training,
          input: try Tensor(shape: Shape([3, 2]), storage: .float32(values))
        )
      ]
    )
    var golden = GoldenCase(
      request: request,
      metadata: CaseMetadata(
        title: "A test",
        rationale: "Made up.",
        rules: [22, 23].compactMap { RuleID("R\($0)") },
        level: id.contains("two") ? .recommended : .required,
        profile: .math
      ),
      expectations: []
    )
    let answer = try await ReferenceImplementation().withSession { await $0.answer(request) }
    if case .ran(let observations) = answer {
      let unexpected: Set<TensorName> = [.weight, .bias]
      golden.expectations = observations.map { observation in
        StepExpectation(tensors: observation.tensors.filter { !unexpected.contains($0.key) })
      }
    }
    return golden
  }
}
