// SPDX-License-Identifier: MIT

/// Names for files that belong to implementations.
enum FileNames {
  /// A name for each text, of letters, digits, `.`, `_` and `-`, no two alike.
  static func distinct(for texts: [String]) -> [String] {
    var taken: Set<String> = []
    return texts.map { text in
      let name = plain(text)
      var candidate = name
      var number = 2
      while !taken.insert(candidate).inserted {
        candidate = "\(name)-\(number)"
        number += 1
      }
      return candidate
    }
  }

  private static func plain(_ text: String) -> String {
    // The folders of a path say little and make names long.
    let words = text.split(separator: " ").map { $0.split(separator: "/").last ?? $0 }
    let kept = words.joined(separator: "-").map { character in
      character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
        ? character : "-"
    }
    let name = String(kept.prefix(60))
    return name.isEmpty || name.hasPrefix(".") ? "implementation\(name)" : name
  }
}
