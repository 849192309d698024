// SPDX-License-Identifier: MIT

internal import GoldenCases
internal import Tensors

/// What an answer may take, known before any of it is read.
struct AnswerBound {
  /// The most elements of one tensor.
  ///
  /// Every right one has as many as a tensor of the request. A few more are read as well, so that a wrong
  /// shape is told as such.
  let elements: Int
  /// When all of the answer must have been read.
  let deadline: ContinuousClock.Instant?
  /// The time that the deadline leaves, for messages.
  let limit: Duration

  /// No bound, for what we have written ourselves.
  static let none = AnswerBound(elements: .max, deadline: nil, limit: .zero)

  /// The bound of the answer to a request.
  init(_ request: CaseRequest, deadline: ContinuousClock.Instant, limit: Duration) {
    let largest = request.namedTensors.map(\.1.count).max() ?? 0
    let doubled = largest.multipliedReportingOverflow(by: 2)
    self.init(
      elements: doubled.overflow ? largest : max(doubled.partialValue, 1 << 16),
      deadline: deadline,
      limit: limit
    )
  }

  private init(elements: Int, deadline: ContinuousClock.Instant?, limit: Duration) {
    (self.elements, self.deadline, self.limit) = (elements, deadline, limit)
  }

  /// Makes sure that there is time left to read on.
  func checkTime() throws(AdapterFailure.Problem) {
    if let deadline, ContinuousClock.now > deadline {
      throw .timedOut(limit, waitingFor: "whole answer", unfinishedBytes: 0)
    }
  }
}
