// SPDX-License-Identifier: MIT

/// Every choice that a BatchNorm's author makes; the defaults are the specification's.
///
/// A fault is one of these choices made differently. A legal implementation differs in
/// ``arithmetic`` only.
package struct Choices: Sendable {
  package var arithmetic = ArithmeticChoices()
  package var statistics = StatisticsChoices()
  package var eps = EpsChoices()
  package var affine = AffineChoices()
  package var running = RunningChoices()
  package var counter = CounterChoices()
  package var evaluation = EvaluationChoices()
  package var checks = CheckChoices()
  package var layout = LayoutChoices()
  package var backward = BackwardChoices()
  package var secondOrder = SecondOrderChoices()
  package var machine = MachineChoices()

  /// Creates the choices of the specification.
  package init() {}
}
