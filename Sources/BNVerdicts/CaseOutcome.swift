// SPDX-License-Identifier: MIT

package import BNBounds
package import BNGoldenCases
package import BNTensors

/// The verdict on one case, with the numbers that led to it: a line of the run file.
package struct CaseOutcome: Equatable, Sendable {
  /// The case.
  package var id: String
  /// The case's title.
  package var title: String
  /// Whether the case decides the exit code.
  package var level: CaseLevel
  /// The part of the specification that it belongs to.
  package var profile: CaseProfile
  /// The rules that it holds, as text.
  package var rules: [String]
  /// The tags.
  package var tags: [String]
  /// The verdict.
  package var status: OutcomeStatus
  /// Why, where the status is not passed: one sentence without line breaks.
  package var reason: String?
  /// A link that the implementation gave for what it does not support.
  package var link: String?
  /// What was judged, in the order of the steps.
  package var items: [JudgedItem]
  /// How long the implementation took to answer.
  package var milliseconds: Double
  /// Why the case exists and what failing it means.
  package var rationale: String? = nil
  /// Whether the implementation had declared beforehand that it does not support this.
  package var isDeclared: Bool? = nil
  /// The known faults that reproduce the whole answer, where it failed.
  package var causes: [String]? = nil
  /// Faults that explained earlier failures and that this passing answer speaks against.
  package var contradicts: [String]? = nil
  /// What the wrong numbers of an answer that no known fault gives are instead: texts that begin with a tensor's
  /// name.
  package var signs: [String]? = nil
  /// The line of the list of known deviations that speaks of the case, and its place.
  package var expectation: String? = nil
  /// What the answer shows of how the implementation does things, right or wrong.
  package var traits: [TraitReading]? = nil
  /// Whether a second run of the case gave the same bits; nil if there was none.
  package var isRepeatable: Bool? = nil

  /// Creates an outcome of a case that has been judged, without what is said of it besides.
  package init(
    id: String,
    title: String,
    level: CaseLevel,
    profile: CaseProfile,
    rules: [String],
    tags: [String],
    status: OutcomeStatus,
    reason: String? = nil,
    items: [JudgedItem] = [],
    milliseconds: Double = 0,
    rationale: String? = nil
  ) {
    (self.id, self.title, self.level, self.profile) = (id, title, level, profile)
    (self.rules, self.tags, self.status, self.reason) = (rules, tags, status, reason)
    (self.items, self.milliseconds, self.rationale) = (items, milliseconds, rationale)
  }
}

/// The verdict on a case (design: verdicts).
package enum OutcomeStatus: String, CaseIterable, Sendable {
  case passed, failed
  case wrongStructure = "wrong_structure"
  case unsupported, errored
  case expectedFailure = "expected_failure"
  case unexpectedPass = "unexpected_pass"
  case untrusted
  case notRun = "not_run"
}

/// One thing judged after one step: a tensor, the error raised, or the input left unchanged.
package struct JudgedItem: Equatable, Sendable {
  /// The step, from 0.
  package var step: Int
  /// The tensor's name, or `error`, or `input`.
  package var name: String
  /// The verdict.
  package var verdict: ItemVerdict
  /// What was expected and found, where that is no comparison of elements.
  package var detail: String?
  /// The type of the expected tensor.
  package var elementType: ElementType?
  /// The shape of the expected tensor.
  package var shape: Shape?
  /// The rule by which it was judged, as written in golden files.
  package var tolerance: String?
  /// The depth h of the certified bound.
  package var depth: Int?
  /// The numbers.
  package var comparison: TensorComparison?
  /// The earlier step whose failure may have caused this one.
  package var consequenceOf: Int?
  /// How close a certified tensor is: exact, high, blocked, certified or beyond.
  package var grade: Grade?
  /// The smallest depth h at which a certified tensor passes; nil if none does, or if the tensor is too large
  /// to search.
  package var neededDepth: Double?
  /// Whether no order of summation can give this, though less is asked of sums than the case asks: it fails
  /// at the depth h = n, too; nil means no.
  package var isBeyondSummation: Bool?

  /// Creates an item that is no comparison of elements.
  package init(
    step: Int,
    name: String,
    verdict: ItemVerdict,
    detail: String? = nil,
    elementType: ElementType? = nil,
    shape: Shape? = nil,
    tolerance: String? = nil
  ) {
    (self.step, self.name, self.verdict, self.detail) = (step, name, verdict, detail)
    (self.elementType, self.shape, self.tolerance) = (elementType, shape, tolerance)
  }
}

/// The verdict on one judged thing.
package enum ItemVerdict: String, Sendable {
  case passed, failed, missing, unexpected
  case wrongShape = "wrong_shape"
  case wrongType = "wrong_type"
  case wrongError = "wrong_error"
  case untrusted
}

/// The smallest depth at which a tensor passes the certified bound (numerics: the certified bound).
package enum Grade: String, CaseIterable, Sendable {
  /// All bits.
  case exact
  /// h = 2.
  case high
  /// h = ⌈log2 n⌉ + 8.
  case blocked
  /// The case's own h.
  case certified
  /// None of them.
  case beyond
}
