// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import BNTensors

/// What an answer may take, known before any of it is read.
struct AnswerBound {
  /// The most elements of one tensor.
  ///
  /// Every right one has as many as a tensor of the request. A few more are read as well, so that a wrong
  /// shape is told as such.
  let elements: Int
  /// The longest line: every tensor of every step as large as may be, in base64, and room for texts.
  let lineLength: Int
  /// When all of the answer must have been read.
  var deadline: ContinuousClock.Instant?
  /// The time that the deadline leaves, for messages.
  let limit: Duration

  /// No bound, for what we have written ourselves.
  static let none = AnswerBound(elements: .max, lineLength: .max, deadline: nil, limit: .zero)

  /// The bound of the answer to a request.
  init(_ request: CaseRequest, deadline: ContinuousClock.Instant, limit: Duration) {
    let largest = request.namedTensors.map(\.1.count).max() ?? 0
    let doubled = largest.multipliedReportingOverflow(by: 2)
    let elements = doubled.overflow ? largest : max(doubled.partialValue, 1 << 16)
    let tensors = request.steps.count * TensorName.allCases.count
    let (text, overflow) = elements.multipliedReportingOverflow(by: 11 * tensors)
    self.init(
      elements: elements,
      lineLength: overflow ? .max : text + (1 << 20),
      deadline: deadline,
      limit: limit
    )
  }

  private init(
    elements: Int,
    lineLength: Int,
    deadline: ContinuousClock.Instant?,
    limit: Duration
  ) {
    (self.elements, self.lineLength) = (elements, lineLength)
    (self.deadline, self.limit) = (deadline, limit)
  }

  /// Makes sure that there is time left to read on.
  func checkTime() throws(AdapterFailure.Problem) {
    if let deadline, ContinuousClock.now > deadline {
      throw .timedOut(limit, waitingFor: "whole answer", unfinishedBytes: 0)
    }
  }
}
