// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNVerdicts

/// What came of one tensor, or of what else a step is judged by.
public struct TensorVerdict: Equatable, Sendable {
  /// The step of the case, from 0.
  public let step: Int
  /// The tensor's name, such as `running_var`; `error` and `input` stand for an error that was raised and
  /// for the input, which must stay as it was.
  public let name: String
  /// Whether it is as it should be.
  public let isAsExpected: Bool
  /// What was expected and found, where that is no comparison of elements.
  public let detail: String?
  /// The rule by which elements are compared, such as `certified`.
  public let tolerance: String?
  /// The number of elements that were compared.
  public let count: Int
  /// How many of them are out of tolerance.
  public let outOfTolerance: Int
  /// The largest error as a share of the allowed error; up to 1 passes.
  public let largestShare: Double?
  /// The largest distance in representable numbers.
  public let largestULP: UInt64?
  /// The worst element; nil where all elements have the expected bits.
  public let worst: ElementDifference?

  init(_ item: JudgedItem) {
    (step, name, detail, tolerance) = (item.step, item.name, item.detail, item.tolerance)
    isAsExpected = item.verdict == .passed || item.verdict == .untrusted
    count = item.comparison?.count ?? 0
    outOfTolerance = item.comparison?.outOfTolerance ?? 0
    largestShare = item.comparison?.maxShare.value
    largestULP = item.comparison?.maxULP
    worst = item.comparison?.worst.map(ElementDifference.init)
  }
}

/// One element, as expected and as found.
public struct ElementDifference: Equatable, Sendable {
  /// The index, one number for each dimension.
  public let index: [Int]
  /// The channel.
  public let channel: Int
  /// The expected number.
  public let expected: Double
  /// The number found.
  public let actual: Double
  /// How far the two may lie apart.
  public let allowance: Double

  init(_ element: ElementVerdict) {
    (index, channel) = (element.index, element.channel)
    (expected, actual) = (element.expected.value, element.actual.value)
    allowance = element.allowance.value
  }
}

extension TensorVerdict: CustomStringConvertible {
  /// One line, such as `step 0 running_var: 6 of 6 elements out of tolerance, worst [4]: 11.55, expected 14.18`.
  public var description: String {
    let place = "step \(step) \(name)"
    if isAsExpected { return "\(place): as expected" }
    if let detail { return "\(place): \(detail)" }
    let text = "\(place): \(outOfTolerance) of \(count) elements out of tolerance"
    return worst.map { "\(text), worst \($0.index): \($0.actual), expected \($0.expected)" } ?? text
  }
}
