// SPDX-License-Identifier: MIT

internal import BNKernels
package import BNTensors
internal import Dispatch
internal import Synchronization

/// Compares every kind of kernel with the specification on drawn cases of one regime.
package struct DifferentialRun: Sendable {
  /// What one regime gave.
  package struct Outcome: Equatable, Sendable {
    /// The regime.
    package var regime: Regime
    /// How many cases were drawn.
    package var cases = 0
    /// How many elements the specification computed.
    package var elements = 0
    /// How many comparisons of an element were made, over all kernels.
    package var compared = 0
    /// How many of them differed.
    package var mismatches = 0
    /// The first few differences.
    package var examples: [String] = []
  }

  /// How many elements to compute by the specification.
  package var elements: Int
  /// The types of input and parameters.
  package var type: ElementType
  /// What the error bounds are multiplied by, in turn.
  package var stresses: [Double]
  /// The seed of the first case.
  package var seed: UInt64

  package init(
    elements: Int,
    type: ElementType = .float32,
    stresses: [Double] = [1],
    seed: UInt64 = 1
  ) {
    self.elements = elements
    self.type = type
    self.stresses = stresses
    self.seed = seed
  }

  /// Shapes around the lanes, blocks and strips of the kernels.
  private static let shapes = [
    [3, 8, 5], [2, 8, 700], [40, 9], [70, 8, 7, 7], [2, 8, 3000], [256, 24], [600, 17], [2, 8],
    [33, 8, 31], [5, 8, 257], [1, 8, 4100], [16, 16, 64],
  ]

  /// Computes cases of one regime until there are enough elements.
  package func run(_ regime: Regime, threads: Int = 1) -> Outcome {
    let next = Atomic<Int>(0)
    let parts = OutcomeParts()
    DispatchQueue.concurrentPerform(iterations: max(threads, 1)) { _ in
      var outcome = Outcome(regime: regime)
      while outcome.elements * max(threads, 1) < elements {
        add(next.wrappingAdd(1, ordering: .relaxed).oldValue, to: &outcome)
      }
      parts.add(outcome)
    }
    return parts.joined(regime)
  }

  private func add(_ index: Int, to outcome: inout Outcome) {
    guard let shape = try? Shape(Self.shapes[index % Self.shapes.count]) else { return }
    let drawn = DifferentialCase(
      regime: outcome.regime,
      shape: shape,
      type: type,
      parameterType: type == .float64 || index % 5 == 4 ? type : .float32,
      seed: seed &+ UInt64(index)
    )
    let specified = drawn.results(.specified)
    outcome.cases += 1
    outcome.elements += specified.reduce(0) { $0 + $1.tensor.count }
    for choice in KernelChoice.allCases where choice != .specified && choice.isAvailable {
      for stress in stresses {
        var settings = KernelSettings(kernels: choice)
        settings.stress = stress
        let found = DifferentialCase.differences(specified, drawn.results(settings))
        outcome.compared += specified.reduce(0) { $0 + $1.tensor.count }
        outcome.mismatches += found.count
        for difference in found.prefix(max(0, 3 - outcome.examples.count)) {
          outcome.examples.append(
            "\(choice) stress \(stress) \(shape) seed \(seed &+ UInt64(index)) \(difference)"
          )
        }
      }
    }
  }
}

/// The outcomes of several threads.
private final class OutcomeParts: Sendable {
  private let parts = Mutex<[DifferentialRun.Outcome]>([])

  func add(_ outcome: DifferentialRun.Outcome) { parts.withLock { $0.append(outcome) } }

  func joined(_ regime: Regime) -> DifferentialRun.Outcome {
    parts.withLock { parts in
      parts.reduce(into: DifferentialRun.Outcome(regime: regime)) { sum, part in
        sum.cases += part.cases
        sum.elements += part.elements
        sum.compared += part.compared
        sum.mismatches += part.mismatches
        sum.examples = Array((sum.examples + part.examples).prefix(3))
      }
    }
  }
}
