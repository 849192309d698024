// SPDX-License-Identifier: MIT

internal import BNPlatform

/// The text in the environment by which the processes of a session are known, so that none is left.
///
/// A bnconform that itself runs inside a session adds its mark to the one that it inherited, so that
/// the outer session still finds everything.
package struct SessionMark: Sendable {
  /// The environment variable that carries the marks.
  package static let variable = "BNCONFORM_SESSION"
  /// Whether a variable is of our own settings, such as `BNCONFORM_GOLDEN`, which adapters do not get.
  static func isHidden(_ name: String) -> Bool { name.hasPrefix("BNCONFORM") && name != variable }

  /// The mark of this session alone.
  package let own: String
  /// The value of the environment variable.
  package let inherited: String

  /// A mark that nobody else has.
  package static func next() -> SessionMark {
    let own = String(UInt64.random(in: .min ... .max), radix: 36) + "-bnconform"
    let outer = ProcessInfo.processInfo.environment[variable]
    return SessionMark(own: own, inherited: outer.map { "\($0),\(own)" } ?? own)
  }

  /// The mark of everything that this process starts from now on.
  package static let wholeProcess: SessionMark = {
    let mark = next()
    setenv(variable, mark.inherited, 1)
    return mark
  }()

  /// Ends everything that carries the mark, where the system shows environments.
  package func endAll() { ProcessTable(leader: nil, mark: own).endDescendants() }
}
