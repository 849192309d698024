// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNGoldenCases
package import BNTensors

/// A recipe of the suite with the digests that it must give.
///
/// They come from the reference alone, not from two computations as golden values do.
package struct NamedRecipe: Equatable, Sendable {
  /// The name.
  package let name: String
  /// The recipe.
  package let recipe: Recipe
  /// The digests of the input and the output; nil if none are on file.
  package let digests: (input: String, output: String)?

  package static func == (left: NamedRecipe, right: NamedRecipe) -> Bool {
    left.name == right.name && left.recipe == right.recipe
      && left.digests?.input == right.digests?.input
      && left.digests?.output == right.digests?.output
  }

  /// Creates a recipe without digests.
  package init(name: String, recipe: Recipe) {
    self.name = name
    self.recipe = recipe
    digests = nil
  }

  /// Reads a line `name shape seed input-digest output-digest`; nil if it is none.
  package init?(line: some StringProtocol) {
    let words = String(line).split(separator: " " as Character).map(String.init)
    guard words.count == 5, let shape = Self.shape(words[1]), let seed = UInt64(words[2]),
      let recipe = Recipe(shape: shape, seed: seed)
    else { return nil }
    name = words[0]
    self.recipe = recipe
    digests = (words[3], words[4])
  }

  /// Reads dimensions such as `64,64,256,256`; nil if they are none, or too many to count.
  package static func shape(_ text: String) -> Shape? {
    let dimensions = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let known = dimensions.compactMap(\.self)
    guard known.count == dimensions.count, known.allSatisfy({ $0 > 0 }),
      known.reduce(1.0, { $0 * Double($1) }) < 0x1p40
    else { return nil }
    return try? Shape(known)
  }

  /// The recipes of a list; lines that begin with # and empty ones say nothing.
  ///
  /// - Throws: ``RecipeListError`` if the list cannot be read or a line is no recipe.
  package static func list(path: String) throws(RecipeListError) -> [NamedRecipe] {
    guard let data = try? InputFile.contents(of: path),
      let text = String(data: data, encoding: .utf8)
    else {
      throw RecipeListError(path: path, line: nil)
    }
    var recipes: [NamedRecipe] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      guard let recipe = NamedRecipe(line: line) else {
        throw RecipeListError(path: path, line: index + 1)
      }
      recipes.append(recipe)
    }
    return recipes
  }
}

/// A list of recipes that cannot be read.
package struct RecipeListError: Error, Equatable, CustomStringConvertible {
  /// The list's path.
  package let path: String
  /// The line that is no recipe, from 1; nil if the file cannot be read at all.
  package let line: Int?

  /// One line for people.
  package var description: String {
    line.map { "\(path): line \($0): expected is name, shape, seed, two digests" }
      ?? "\(path): there is no such file, or it is not UTF-8 text"
  }
}
