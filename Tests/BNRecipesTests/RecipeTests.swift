// SPDX-License-Identifier: MIT

import BatchNorm
import BNKernels
import BNGoldenCases
import BNTensors
import Testing

@testable import BNRecipes

@Suite("Recipes")
struct RecipeTests {
  @Test("Philox draws the words of its authors' test vectors")
  func philox() {
    let zero = Philox4x32(key: 0).words(at: SIMD4<UInt32>(repeating: 0))
    #expect(zero == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones = Philox4x32(key: .max).words(at: SIMD4<UInt32>(repeating: .max))
    #expect(ones == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
  }

  @Test(
    "XXH64 gives the hashes of its specification",
    arguments: [
      ("", 0xef46_db37_51d8_e999), ("a", 0xd24e_c4f1_a98c_6e5b), ("abc", 0x44bc_2cf5_ad77_0999),
    ] as [(String, UInt64)]
  )
  func xxhash(text: String, expected: UInt64) {
    #expect(Array(text.utf8).withUnsafeBytes(XXHash64.hash) == expected)
  }

  private func recipe(_ dimensions: [Int]) throws -> Recipe {
    try #require(Recipe(shape: try Shape(dimensions), seed: 42))
  }

  private func run(
    _ recipe: Recipe,
    memory: Int = 1 << 28,
    kernels: KernelChoice = .baseline,
    threads: Int = 1
  ) throws -> RecipeRun.Result {
    try RecipeRun(
      recipe,
      memory: memory,
      settings: KernelSettings(kernels: kernels, threads: threads)
    ).run()
  }

  @Test(
    "a streamed forward has the bits of the specification",
    arguments: [[7, 5, 9], [6, 3], [3, 17, 2, 5]]
  )
  func specification(dimensions: [Int]) throws {
    let recipe = try recipe(dimensions)
    var x = [Float](repeating: 0, count: recipe.shape.count)
    x.withUnsafeMutableBufferPointer { buffer in
      for sample in 0..<recipe.samples {
        if let first = buffer.baseAddress {
          recipe.fill(first + sample * recipe.sampleCount, sample: sample)
        }
      }
    }
    var layer = BatchNormLayer(
      configuration: LayerConfiguration(
        kind: .anyDimensional,
        numFeatures: recipe.channels,
        eps: Recipe.eps,
        momentum: Recipe.momentum
      ),
      state: LayerState(
        weight: Tensor(vector: .float32(recipe.weight)),
        bias: Tensor(vector: .float32(recipe.bias)),
        runningMean: Tensor(vector: .float32(recipe.runningMean)),
        runningVar: Tensor(vector: .float32(recipe.runningVar)),
        numBatchesTracked: 0
      ),
      settings: .specified
    )
    let input = try Tensor(shape: recipe.shape, storage: .float32(x))
    let pass = try layer.forward(input, mode: .training)
    let result = try run(recipe)
    #expect(layer.state.runningMean?.storage == .float32(result.runningMean))
    #expect(layer.state.runningVar?.storage == .float32(result.runningVar))
    guard case .float32(let y) = pass.output.storage else {
      Issue.record("no float32")
      return
    }
    var digest = TensorDigest()
    y.withUnsafeBufferPointer { buffer in
      for sample in 0..<recipe.samples {
        guard let first = buffer.baseAddress else { continue }
        let values = first + sample * recipe.sampleCount
        digest.add([TensorDigest.sample(values, count: recipe.sampleCount)])
      }
    }
    #expect(digest.hexadecimal() == result.output)
  }

  @Test("parts, threads and kernels change no bit")
  func invariance() throws {
    let recipe = try recipe([40, 6, 700])
    let whole = try run(recipe)
    let fixed = 32 << 20 + recipe.channels * 1024 + recipe.samples * 8
    for samples in [1, 3, 39] {
      let memory = fixed + samples * 8 * recipe.sampleCount
      #expect(try run(recipe, memory: memory, threads: 3) == whole)
    }
    if KernelChoice.avx2.isAvailable { #expect(try run(recipe, kernels: .avx2) == whole) }
  }

  @Test("a series gives what its recipes give, and tells of every tenth")
  func series() throws {
    let first = try recipe([3, 2, 5])
    var parts: [RecipeSeries.Part] = []
    let series = RecipeSeries(first, count: 25, memory: 1 << 30, settings: .preferred)
    let digest = try series.run { parts.append($0) }
    #expect(parts.map(\.end) == [3, 5, 8, 10, 13, 15, 18, 20, 23, 25])
    #expect(parts.map(\.count).reduce(0, +) == 25)
    var hash = SHA256()
    for index in 0..<25 {
      let next = try #require(Recipe(shape: first.shape, seed: first.seed + UInt64(index)))
      hash.update(Array(try run(next).output.utf8))
    }
    let bytes = hash.finalize()
    #expect(digest == bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
  }

  @Test("a sample that does not fit is refused with what it needs")
  func tooLittleMemory() throws {
    let recipe = try recipe([2, 3, 100])
    do {
      _ = try RecipeRun(recipe, memory: 1 << 20, settings: .preferred)
      Issue.record("accepted")
    } catch {
      #expect(error.needed > error.allowed)
    }
  }

  @Test("lines of the list are read, others refused")
  func lines() throws {
    let line = "small 4,3,5 7 aa bb"
    #expect(try #require(NamedRecipe(line: line)).recipe.shape == (try Shape([4, 3, 5])))
    for wrong in ["small 4,3 7 aa", "small 4 7 aa bb", "small 4,-3 7 aa bb", "small 4,0,2 7 aa bb"]
    {
      #expect(NamedRecipe(line: wrong) == nil)
    }
    #expect(NamedRecipe.shape("1099511627776,2") == nil)
  }
}
