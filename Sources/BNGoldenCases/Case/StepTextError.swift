// SPDX-License-Identifier: MIT

/// A text that is no step of the golden format, and the word that makes it so.
package struct StepTextError: Error, Equatable, Sendable {
  /// The index of the step, where a whole program was read.
  package var step: Int?
  /// The step's text.
  package var text: String
  /// The wrong word; empty if a word is missing.
  package var word: String
  /// What is wrong with it.
  package var problem: Problem

  /// What can be wrong with a word.
  package enum Problem: Equatable, Sendable {
    case unknownVerb
    case missingWord(expected: String)
    case unexpectedWord(expected: String)
    case extraWord
    case noEarlierForward
    case noEarlierBackward
    case noEarlierCopy
    case withoutGradients
    case tooManySteps
  }

  init(step: Int? = nil, text: String, word: String, problem: Problem) {
    self.step = step
    self.text = text
    self.word = word
    self.problem = problem
  }
}

extension StepTextError: CustomStringConvertible {
  /// One line for people.
  package var description: String {
    let place = step.map { "step \($0) " } ?? ""
    return problem == .tooManySteps ? sentence : "\(place)\(quoted(text)): \(sentence)"
  }

  /// The forms that a step may have.
  package var hint: String? {
    switch problem {
    case .unknownVerb:
      """
      the verbs are forward, backward, double_backward, reset_running_stats, \
      set_track_running_stats, load_state, set_eps, set_momentum, set_grad_enabled, copy and switch
      """
    case .unexpectedWord(let expected) where expected.hasPrefix("wants="):
      "at least one of these, in this order, joined by commas without spaces"
    case .unexpectedWord(expected: "NUMBER"):
      "the shortest digits that give the number, such as 0.3 or 1e-05"
    case .unexpectedWord, .missingWord, .extraWord: "words stand apart by exactly one space"
    case .noEarlierForward, .noEarlierBackward: "steps count from 0"
    case .noEarlierCopy: nil
    case .withoutGradients: "a backward belongs to a forward that was recorded"
    case .tooManySteps: nil
    }
  }

  private var sentence: String {
    switch problem {
    case .unknownVerb: "\(quoted(word)) is not a step"
    case .missingWord(let expected): "\(expected) is missing"
    case .unexpectedWord(let expected): "\(quoted(word)) stands where \(expected) is expected"
    case .extraWord: "\(quoted(word)) is one word too many"
    case .noEarlierForward: "\(quoted(word)) names no earlier forward step"
    case .noEarlierBackward: "\(quoted(word)) names no earlier backward step"
    case .noEarlierCopy: "there is no copy to switch to"
    case .withoutGradients: "\(quoted(word)) names a forward after set_grad_enabled off"
    case .tooManySteps: "\(word) steps are more than the \(StepText.maximumCount) allowed"
    }
  }

  private func quoted(_ text: String) -> String { String(text.prefix(100)).debugDescription }
}
