// SPDX-License-Identifier: MIT

import BatchNorm

extension StepText {
  /// Reads a step; words stand apart by exactly one space.
  ///
  /// - Throws: ``StepTextError`` with the first word that is wrong.
  package init(_ text: String) throws(StepTextError) {
    var words = StepWords(text)
    switch words.next() {
    case "forward": self = .forward(try words.choice(from: [.training, .evaluation]))
    case "backward":
      self = .backward(of: try words.index(key: "of"), wants: try words.list(key: "wants"))
    case "double_backward":
      self = .doubleBackward(of: try words.index(key: "of"), wants: try words.list(key: "wants"))
    case "reset_running_stats": self = .resetRunningStats
    case "set_track_running_stats": self = .setTrackRunningStats(try words.flag())
    case "load_state":
      self = .loadState(try words.choice(from: [.two, .one, .none], key: "version"))
    case "set_eps": self = .setEps(try words.number())
    case "set_momentum": self = .setMomentum(try words.numberOrNone())
    case "set_grad_enabled": self = .setGradEnabled(try words.flag())
    case "copy": self = .copy
    case "switch": self = .switchCopy
    case let verb: throw StepTextError(text: text, word: verb ?? "", problem: .unknownVerb)
    }
    try words.end()
  }

  /// Reads the steps of a case, at most 64.
  ///
  /// - Throws: ``StepTextError`` if a step is malformed, or if a backward names no earlier forward,
  ///   or a double backward no earlier backward.
  package static func program(_ texts: [String]) throws(StepTextError) -> [StepText] {
    guard texts.count <= maximumCount else {
      throw StepTextError(text: "", word: "\(texts.count)", problem: .tooManySteps)
    }
    var steps: [StepText] = []
    for (index, text) in texts.enumerated() {
      do throws(StepTextError) {
        let step = try StepText(text)
        try step.checkReference(among: steps, text: text)
        steps.append(step)
      } catch {
        throw StepTextError(step: index, text: error.text, word: error.word, problem: error.problem)
      }
    }
    return steps
  }

  private func checkReference(among earlier: [StepText], text: String) throws(StepTextError) {
    switch self {
    case .backward(let of, _):
      guard earlier.indices.contains(of), case .forward = earlier[of] else {
        throw StepTextError(text: text, word: "of=\(of)", problem: .noEarlierForward)
      }
      let flags = earlier[..<of].compactMap { step in
        if case .setGradEnabled(let flag) = step { flag } else { nil }
      }
      guard flags.last ?? true else {
        throw StepTextError(text: text, word: "of=\(of)", problem: .withoutGradients)
      }
    case .doubleBackward(let of, _):
      guard earlier.indices.contains(of), case .backward = earlier[of] else {
        throw StepTextError(text: text, word: "of=\(of)", problem: .noEarlierBackward)
      }
    case .switchCopy:
      guard earlier.contains(.copy) else {
        throw StepTextError(text: text, word: text, problem: .noEarlierCopy)
      }
    default: break
    }
  }
}

/// The words of a step, taken one after the other.
private struct StepWords {
  private let text: String
  private var rest: ArraySlice<Substring>

  init(_ text: String) {
    self.text = text
    rest = text.split(separator: " ", omittingEmptySubsequences: false)[...]
  }

  mutating func next() -> String? { rest.popFirst().map(String.init) }

  /// The word that must come next, without `key=` if a key is given.
  private mutating func value(key: String?, expected: String) throws(StepTextError) -> String {
    let form = key.map { "\($0)=\(expected)" } ?? expected
    guard let word = next() else {
      throw StepTextError(text: text, word: "", problem: .missingWord(expected: form))
    }
    guard let key else { return word }
    guard word.hasPrefix("\(key)=") else {
      throw StepTextError(text: text, word: word, problem: .unexpectedWord(expected: form))
    }
    return String(word.dropFirst(key.count + 1))
  }

  mutating func choice<Choice: RawRepresentable<String>>(
    from choices: [Choice],
    key: String? = nil
  ) throws(StepTextError) -> Choice {
    let expected = choices.map(\.rawValue).joined(separator: "|")
    let value = try value(key: key, expected: expected)
    guard let choice = choices.first(where: { $0.rawValue == value }) else {
      throw wrong(value, key: key, expected: expected)
    }
    return choice
  }

  mutating func flag() throws(StepTextError) -> Bool {
    let value = try value(key: nil, expected: "on|off")
    guard value == "on" || value == "off" else { throw wrong(value, key: nil, expected: "on|off") }
    return value == "on"
  }

  /// A number, in the shortest digits that give it.
  mutating func number() throws(StepTextError) -> Double {
    let value = try value(key: nil, expected: "NUMBER")
    guard let number = Double(value), "\(number)" == value else {
      throw wrong(value, key: nil, expected: "NUMBER")
    }
    return number
  }

  mutating func numberOrNone() throws(StepTextError) -> Double? {
    guard rest.first != "none" else {
      _ = next()
      return nil
    }
    return try number()
  }

  mutating func index(key: String) throws(StepTextError) -> Int {
    let value = try value(key: key, expected: "J")
    guard let index = Int(value), index >= 0, String(index) == value else {
      throw wrong(value, key: key, expected: "J")
    }
    return index
  }

  mutating func list<Item: RawRepresentable<String> & CaseIterable & Equatable>(
    key: String
  ) throws(StepTextError) -> [Item] {
    let expected = Item.allCases.map(\.rawValue).joined(separator: ",")
    let value = try value(key: key, expected: expected)
    let items = value.split(separator: ",", omittingEmptySubsequences: false).map {
      Item(rawValue: String($0))
    }
    let ordered = Item.allCases.filter { items.contains($0) }
    guard items == ordered.map(Optional.some) else {
      throw wrong(value, key: key, expected: expected)
    }
    return ordered
  }

  mutating func end() throws(StepTextError) {
    guard let word = next() else { return }
    throw StepTextError(text: text, word: word, problem: .extraWord)
  }

  private func wrong(_ value: String, key: String?, expected: String) -> StepTextError {
    let word = key.map { "\($0)=\(value)" } ?? value
    let form = key.map { "\($0)=\(expected)" } ?? expected
    return StepTextError(text: text, word: word, problem: .unexpectedWord(expected: form))
  }
}
