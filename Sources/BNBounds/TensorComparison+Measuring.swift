// SPDX-License-Identifier: MIT

internal import Dispatch
internal import BNPlatform
package import BNTensors
internal import Synchronization

extension TensorComparison {
  /// Tensors of fewer elements are compared by one thread.
  private static let threadThreshold = 1 << 18

  /// Compares two tensors of equal shape and type in one pass; nil if they are not.
  ///
  /// An element is within tolerance if both are NaN, both are the same infinity, or both are finite
  /// and |actual − expected| ≤ allowance, decided without rounding (``ExactDifference``); the
  /// allowance itself is the binary64 number reported. +0 and −0 are one number. A share of the
  /// allowance is |actual − expected|/allowance, 0 where both are 0; it is above 1 exactly for the
  /// elements out of tolerance. The result does not depend on the number of threads.
  package init?(
    actual: Tensor,
    expected: Tensor,
    allowance: AllowanceRule,
    threads: Int? = nil
  ) {
    guard actual.shape == expected.shape, actual.elementType == expected.elementType else {
      return nil
    }
    let count = expected.count
    if case .each(let values) = allowance, values.count != count { return nil }
    let parts =
      count < Self.threadThreshold ? 1 : max(1, threads ?? Self.processorCount)
    @Sendable func pass(over range: Range<Int>) -> ComparisonPass {
      var pass = ComparisonPass(actual: actual, expected: expected, rule: allowance)
      pass.visit(range)
      return pass
    }
    guard parts > 1 else {
      self = pass(over: 0..<count).result
      return
    }
    let found = PartialPasses(count: parts)
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      found.set(pass(over: count * part / parts..<count * (part + 1) / parts), at: part)
    }
    self = found.joined?.result ?? pass(over: 0..<count).result
  }

  private static let processorCount = min(ProcessInfo.processInfo.activeProcessorCount, 64)
}

/// The passes of several threads, in the order of the elements.
private final class PartialPasses: Sendable {
  private let passes: Mutex<[ComparisonPass?]>

  init(count: Int) { passes = Mutex(Array(repeating: nil, count: count)) }

  func set(_ pass: sending ComparisonPass, at index: Int) { passes.withLock { $0[index] = pass } }

  var joined: ComparisonPass? {
    let all = passes.withLock(\.self).compactMap(\.self)
    guard all.count == passes.withLock(\.count), var first = all.first else { return nil }
    for pass in all.dropFirst() { first.join(pass) }
    return first
  }
}
