// SPDX-License-Identifier: MIT

import BNBounds
import BNRunFile
import BNRunning
import BNGoldenCases
import BNRecipes
import BNTensors

@testable import BNImplementations

extension FuzzTarget {
  /// Short texts: lists of known deviations, patterns, step lines, command lines, recipes, modes.
  static let texts = FuzzTarget(name: "texts") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    _ = try? ExpectationList(parsing: text, path: "fuzz.txt")
    let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    if let glob = try? Glob(String(lines[0])) {
      _ = glob.matches(lines.last.map(String.init) ?? "")
    }
    _ = try? StepText(text)
    _ = CommandWords.split(text)
    _ = ToleranceMode(text)
    _ = try? CaseID(text)
    if let recipe = NamedRecipe(line: text),
      recipe.recipe.shape.dimensions.contains(where: { $0 < 0 })
    {
      finding("a recipe of negative size")
    }
  }
}
