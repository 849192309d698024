// SPDX-License-Identifier: MIT

/// Words as one types them into a shell.
package enum ShellWord {
  /// The word, in quotes if the shell would take it for something else.
  package static func quoted(_ word: String) -> String {
    let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,+@%"
    if !word.isEmpty, word.allSatisfy({ plain.contains($0) }) { return word }
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
