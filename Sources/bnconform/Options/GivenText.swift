// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// Texts on the command line that say nothing: mostly a variable that nobody has set.
enum GivenText {
  /// Refuses an option whose value is empty.
  ///
  /// - Throws: a usage error that names the option.
  static func refuseEmpty(_ option: String, _ texts: [String]) throws {
    guard texts.contains(where: { $0.allSatisfy(\.isWhitespace) }) else { return }
    throw ValidationError("\(option) is given an empty text; is the variable behind it set?")
  }

  /// Refuses an option whose value is empty, if it is given at all.
  static func refuseEmpty(_ option: String, _ text: String?) throws {
    try refuseEmpty(option, text.map { [$0] } ?? [])
  }
}
