// SPDX-License-Identifier: MIT

internal import Subprocess

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The text in the environment by which the processes of a session are known.
///
/// A bnconform that itself runs inside a session adds its mark to the one that it inherited, so that
/// the outer session still finds everything.
struct SessionMark {
  /// The mark of this session alone.
  let own: String
  /// The value of the environment variable.
  let inherited: String

  /// A mark that nobody else has.
  static func next() -> SessionMark {
    let own = String(UInt64.random(in: .min ... .max), radix: 36) + "-bnconform"
    let outer = ProcessInfo.processInfo.environment[AdapterProtocol.sessionVariable]
    return SessionMark(own: own, inherited: outer.map { "\($0),\(own)" } ?? own)
  }
}

extension AdapterProtocol {
  /// The variable of the marks, as Subprocess wants it.
  static var environmentKey: Environment.Key {
    Environment.Key(stringLiteral: sessionVariable)
  }
}
