// SPDX-License-Identifier: MIT

/// What nearly all failures without a cause look like, in one sentence: "output is that of a BatchNorm which …".
package struct Headline: Equatable, Sendable {
  /// The sentence, to stand behind "looks".
  package let text: String
  /// How many failing cases it was seen in.
  package let count: Int
  /// The fault that the answers look like, where the sentence is about one and nothing else.
  let fault: String?
  /// The tensors of which it says what they are.
  private var names: Set<String> = []
  /// Whether it says in which cases, too.
  private var tellsPlace = false

  init(text: String, count: Int, fault: String?) {
    (self.text, self.count, self.fault) = (text, count, fault)
  }

  /// Whether what was seen in some of the cases without a cause may stand for all of them.
  static func isStrong(_ count: Int, of open: Int) -> Bool { open > 2 && 4 * count >= 3 * open }

  /// Says what the tensors are that are wrong in nearly all cases; nil if nothing is known of any.
  init?(_ all: [TensorDescription], of open: Int) {
    let strong = all.filter { $0.findings.first.map { Self.isStrong($0.count, of: open) } ?? false }
    guard let first = strong.first, let count = first.findings.first?.count else { return nil }
    // Tensors that are the same are named together.
    var groups: [[TensorDescription]] = []
    for one in strong.prefix(Self.limit) {
      let place = groups.firstIndex { $0[0].findings.first?.words == one.findings.first?.words }
      if let place { groups[place].append(one) } else { groups.append([one]) }
    }
    let parts = groups.compactMap { Self.phrase($0, of: open) }
    let places = Set(strong.prefix(Self.limit).map(\.place))
    var end = ""
    if places.count == 1, let place = first.place { end = "; \(place)" }
    self.init(
      text: parts.joined(separator: ", ")
        + " of \(open) failing cases that no known fault explains" + end,
      count: count,
      fault: nil
    )
    names = Set(strong.prefix(Self.limit).map(\.name))
    tellsPlace = places.count == 1
  }

  private static let limit = 3

  private static func phrase(_ group: [TensorDescription], of open: Int) -> String? {
    guard let words = group.first?.findings.first?.words else { return nil }
    let counts = group.compactMap { $0.findings.first?.count }
    let names = group.map(\.name).joined(separator: " and ")
    let isSame = Set(counts).count == 1
    let number =
      isSame ? "\(counts[0])" : counts.map(String.init).joined(separator: " and ")
    return "\(names)\(predicate(words, isOne: group.count == 1)) in \(number)"
  }

  /// What is said of the wrong elements of a tensor, and not of the whole.
  private static func isOfElements(_ words: String) -> Bool {
    let whole = ["is normalized", "is scale", "is the bias", "has the right"]
    return ["is ", "has "].contains { words.hasPrefix($0) } && !words.contains(" where ")
      && !whole.contains { words.hasPrefix($0) }
  }

  /// What is said of a tensor, with a verb that fits one or several.
  private static func predicate(_ words: String, isOne: Bool) -> String {
    let verbs = [
      ("alone is that of", "is that of", "are those of"), ("is ", "is ", "are "),
      ("has ", "has ", "have "),
    ]
    for (start, one, several) in verbs where words.hasPrefix(start) {
      let place =
        isOfElements(words) ? (isOne ? " where it is wrong," : " where they are wrong,") : ""
      return " " + (isOne ? one : several) + words.dropFirst(start.count) + place
    }
    return ": " + words
  }

  /// What is left to say of the tensors, without those of which all is said.
  func rest(of all: [TensorDescription]) -> [TensorDescription] {
    all.compactMap { one in
      guard names.contains(one.name) else { return one }
      var rest = one
      rest.findings.removeFirst()
      if tellsPlace { rest.place = nil }
      return rest.texts.isEmpty ? nil : rest
    }
  }
}
