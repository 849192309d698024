// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNGoldenCases
internal import BNTensors

/// What may be said of a run: which known faults it could have seen, and which scopes it judged wholly.
package struct RunClaim: Equatable, Codable, Sendable {
  /// The number of known faults: those that some required case of the suite fails.
  package var known: Int
  /// Those among them that a judged case would have failed.
  package var seen: Int
  /// What the others need, that of most faults first.
  package var lacking: [Lack]
  /// The scopes of which something was judged, sorted by their names.
  package var scopes: [ScopeClaim]

  /// Something without which known faults cannot be seen.
  package struct Lack: Equatable, Codable, Sendable {
    /// Features by their names in the protocol, types, or what the selection left out.
    package var needs: String
    /// How many faults need it.
    package var faults: Int

    /// Creates an entry.
    package init(needs: String, faults: Int) { (self.needs, self.faults) = (needs, faults) }
  }

  /// Creates a claim.
  package init(known: Int, seen: Int, lacking: [Lack], scopes: [ScopeClaim]) {
    (self.known, self.seen, self.lacking, self.scopes) = (known, seen, lacking, scopes)
  }
}

/// How far a scope was judged.
package struct ScopeClaim: Equatable, Codable, Sendable {
  /// Which.
  package var scope: Scope
  /// The number of required cases that belong to it.
  package var cases: Int
  /// Those that were answered and judged.
  package var judged: Int
  /// Those that passed.
  package var passed: Int

  /// Creates a claim.
  package init(scope: Scope, cases: Int, judged: Int, passed: Int) {
    (self.scope, self.cases, self.judged, self.passed) = (scope, cases, judged, passed)
  }

  /// Whether every case of the scope was judged and passed.
  package var isComplete: Bool { passed == cases && cases > 0 }
}

/// A part of the specification that people have a name for: what is done, in which type, by which kind of
/// layer, as `training/float32/2d`.
package struct Scope: Hashable, Sendable {
  /// What the cases do: the last of these that one of their steps does.
  package enum Mode: String, CaseIterable, Sendable {
    case inference, training, gradients
    case secondOrder = "second-order"
  }

  /// What the cases do.
  package var mode: Mode
  /// The type of the input, and behind a plus sign that of the parameters if it is another.
  package var type: String
  /// The kind of layer, such as `2d`; or ``anyKind``, where each case counts in whatever kind it was put.
  package var kind: String

  /// Each case in some kind of layer.
  package static let anyKind = "any"

  /// All kinds; `nc` and `ncl` are those who take one rank of `BatchNorm1d` only.
  package static let kinds = Set(
    LayerKind.allCases.map(\.rawValue) + Presentation.allCases.map(\.rawValue) + [anyKind]
  )

  /// Creates a scope.
  package init(mode: Mode, type: String, kind: String) {
    (self.mode, self.type, self.kind) = (mode, type, kind)
  }
}

extension Scope: RawRepresentable, Codable, Comparable {
  /// Reads `training/float32/2d`; nil if there is no such mode, type or kind.
  package init?(rawValue: String) {
    let parts = rawValue.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let mode = Mode(rawValue: parts[0]), Self.kinds.contains(parts[2]),
      parts[1].split(separator: "+", omittingEmptySubsequences: false)
        .allSatisfy({ ElementType(rawValue: String($0))?.format != nil })
    else { return nil }
    self.init(mode: mode, type: parts[1], kind: parts[2])
  }

  /// The name.
  package var rawValue: String { "\(mode.rawValue)/\(type)/\(kind)" }

  /// Orders by mode, type and kind.
  package static func < (left: Scope, right: Scope) -> Bool {
    func key(_ scope: Scope) -> (Int, String, String) {
      (Mode.allCases.firstIndex(of: scope.mode) ?? 0, scope.type, scope.kind)
    }
    return key(left) < key(right)
  }
}

extension RunClaim {
  /// Whether its numbers are such as a run could have found.
  var isPlausible: Bool {
    let counts = [known, seen] + lacking.map(\.faults)
    return counts.allSatisfy { (0...1_000_000).contains($0) }
      && lacking.map(\.faults).reduce(seen, +) == known
      && scopes.allSatisfy {
        (0...$0.judged).contains($0.passed) && $0.judged <= $0.cases && $0.cases <= 1_000_000
      }
  }
}
