// SPDX-License-Identifier: MIT

internal import BatchNorm
package import BNGoldenCases
internal import BNTensors

/// A floating-point BatchNorm driven through the steps of a case.
package struct FloatingProgram {
  private let request: CaseRequest
  private let choices: Choices

  /// Prepares a layer that makes the given choices.
  package init(_ request: CaseRequest, choices: Choices) {
    var choices = choices
    if request.configuration.parameterType == .float64, choices.arithmetic.widensForFloat64 {
      choices.arithmetic.format = nil
      choices.arithmetic.sumFormat = nil
    }
    self.request = request
    self.choices = choices
  }

  /// Runs every step; a step that refers to one that failed breaks the program off.
  package mutating func run() -> CaseAnswer {
    StepProgram.answer(request, isOwn: true) { given, state in
      var configuration = given
      if request.usesDefaults {
        configuration.eps = choices.machine.defaultEps ?? given.eps
        configuration.momentum = choices.machine.defaultMomentum ?? given.momentum
      }
      return FloatingLayer(configuration: configuration, state: state, choices: choices)
    }
  }
}
