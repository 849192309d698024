// SPDX-License-Identifier: MIT

package import BatchNorm

/// A step as the golden format writes it: a verb, then words, without its tensors.
package enum StepText: Equatable, Sendable {
  case forward(ForwardMode)
  case backward(of: Int, wants: [FirstOrderGradient])
  case doubleBackward(of: Int, wants: [SecondOrderGradient])
  case resetRunningStats
  case setTrackRunningStats(Bool)
  case loadState(StateVersion)
  case setEps(Double)
  case setMomentum(Double?)
  case setGradEnabled(Bool)
  case copy
  case switchCopy

  /// The most steps that a case may have.
  package static let maximumCount = 64

  /// Creates the text of a step.
  package init(_ step: Step) {
    switch step {
    case .forward(let mode, _): self = .forward(mode)
    case .backward(let of, _, let wants): self = .backward(of: of, wants: wants)
    case .doubleBackward(let of, _, let wants): self = .doubleBackward(of: of, wants: wants)
    case .resetRunningStats: self = .resetRunningStats
    case .setTrackRunningStats(let flag): self = .setTrackRunningStats(flag)
    case .loadState(let version, _): self = .loadState(version)
    case .setEps(let eps): self = .setEps(eps)
    case .setMomentum(let momentum): self = .setMomentum(momentum)
    case .setGradEnabled(let flag): self = .setGradEnabled(flag)
    case .copy: self = .copy
    case .switchCopy: self = .switchCopy
    }
  }
}

extension StepText: CustomStringConvertible {
  /// The text, such as `backward of=0 wants=input,weight`.
  package var description: String {
    switch self {
    case .forward(let mode): "forward \(mode.rawValue)"
    case .backward(let of, let wants): "backward of=\(of) wants=\(Self.list(wants))"
    case .doubleBackward(let of, let wants): "double_backward of=\(of) wants=\(Self.list(wants))"
    case .resetRunningStats: "reset_running_stats"
    case .setTrackRunningStats(let flag): "set_track_running_stats \(flag ? "on" : "off")"
    case .loadState(let version): "load_state version=\(version.rawValue)"
    case .setEps(let eps): "set_eps \(eps)"
    case .setMomentum(let momentum): "set_momentum \(momentum.map { "\($0)" } ?? "none")"
    case .setGradEnabled(let flag): "set_grad_enabled \(flag ? "on" : "off")"
    case .copy: "copy"
    case .switchCopy: "switch"
    }
  }

  private static func list<Item: RawRepresentable<String>>(_ items: [Item]) -> String {
    items.map(\.rawValue).joined(separator: ",")
  }
}
