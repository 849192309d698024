// SPDX-License-Identifier: MIT

package import BNKernels
internal import BNGoldenCases

/// Recipes of one shape with consecutive seeds, one after the other.
package struct RecipeSeries {
  /// What one part of the series took.
  package struct Part: Equatable, Sendable {
    /// How many recipes have been run so far.
    package let end: Int
    /// How many of them belong to the part.
    package let count: Int
  }

  private let first: Recipe
  private let count: Int
  private let memory: Int
  private let settings: KernelSettings

  /// Prepares a series.
  package init(_ first: Recipe, count: Int, memory: Int, settings: KernelSettings) {
    (self.first, self.count) = (first, count)
    (self.memory, self.settings) = (memory, settings)
  }

  /// Runs the recipes, tells the end of each tenth, and returns the SHA-256 of the digests of all
  /// outputs, as text without anything between them.
  ///
  /// - Throws: ``RecipeRun/MemoryError`` if one recipe does not fit.
  package func run(
    tell: (Part) -> Void
  ) throws(RecipeRun.MemoryError) -> String {
    var digest = SHA256()
    var told = 0
    for index in 0..<count {
      guard let recipe = Recipe(shape: first.shape, seed: first.seed &+ UInt64(index)) else {
        continue
      }
      let result = try RecipeRun(recipe, memory: memory, settings: settings).run()
      digest.update(Array(result.output.utf8))
      let end = index + 1
      if end * 10 / count > index * 10 / count {
        tell(Part(end: end, count: end - told))
        told = end
      }
    }
    return digest.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
