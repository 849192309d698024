// SPDX-License-Identifier: MIT

internal import BNGoldenCases
internal import BNTensors
internal import BatchNorm

/// Plainer numbers in place of those of a case: small whole ones, a tensor at once and then one by one.
enum PlainNumbers {
  /// Beyond so many numbers they are not changed one by one.
  private static let limit = 96

  /// The case with plainer numbers at a place; nil beyond the last one.
  static func candidate(_ request: CaseRequest, _ place: Int) -> CaseRequest? {
    var place = place
    let tensors = request.tensors
    for (number, tensor) in tensors.enumerated() {
      for change in wholes where change.isPlainer(tensor) {
        if place == 0 { return request.replacing(number, with: change.applied(to: tensor)) }
        place -= 1
      }
    }
    guard tensors.reduce(0, { $0 + $1.count }) <= limit else { return nil }
    for (number, tensor) in tensors.enumerated() {
      for offset in 0..<tensor.count {
        for value in plainer(tensor.double(at: offset)) {
          if place == 0 {
            return request.replacing(number, with: tensor.replacing(value, at: offset))
          }
          place -= 1
        }
      }
    }
    return nil
  }

  /// A change of all numbers of a tensor.
  private struct Change: Sendable {
    let number: @Sendable (Double) -> Double

    func applied(to tensor: Tensor) -> Tensor {
      let values = tensor.doubles.map(number)
      guard let format = tensor.elementType.format else { return tensor }
      return tensor.replacing(bits: values.map { format.bits(rounding: $0) })
    }

    /// Whether it makes anything plainer, and nothing less plain.
    func isPlainer(_ tensor: Tensor) -> Bool {
      guard tensor.elementType != .int64 else { return false }
      let pairs = zip(tensor.doubles, applied(to: tensor).doubles)
      return pairs.allSatisfy { rank($1) <= rank($0) } && pairs.contains { rank($1) < rank($0) }
    }
  }

  private static let wholes = [
    Change { $0.isFinite ? $0.rounded() : $0 },
    Change { $0.isFinite ? ($0 * 8).rounded() / 8 : $0 },
  ]

  /// Plainer numbers than one, the plainest first.
  private static func plainer(_ value: Double) -> [Double] {
    let own = rank(value)
    var candidates: [Double] = [0, 1, 2, -1, 3]
    if value.isFinite { candidates += [value.rounded(), (value * 8).rounded() / 8] }
    return candidates.filter { rank($0) < own && $0 != value }
  }

  /// How much there is to a number: 0, 1, 2, −1, other small whole numbers, eighths, powers of two, others.
  private static func rank(_ value: Double) -> Int {
    switch value {
    case 0: 0
    case 1: 1
    case 2: 2
    case -1, 3: 3
    default:
      if !value.isFinite {
        9
      } else if value.magnitude <= 64, value == value.rounded() {
        4
      } else if value.magnitude <= 64, value * 8 == (value * 8).rounded() {
        5
      } else if value.significand == 1 {
        6
      } else {
        8
      }
    }
  }
}

extension CaseRequest {
  /// Every tensor of floating-point numbers, in a fixed order.
  fileprivate var tensors: [Tensor] {
    var found: [Tensor] = []
    _ = visiting { tensor in
      found.append(tensor)
      return tensor
    }
    return found
  }

  /// The case with another tensor in the place of one of them.
  fileprivate func replacing(_ number: Int, with replacement: Tensor) -> CaseRequest {
    var count = 0
    return visiting { tensor in
      defer { count += 1 }
      return count == number ? replacement : tensor
    }
  }

  private func visiting(_ visit: @escaping (Tensor) -> Tensor) -> CaseRequest {
    var changed = self
    changed.steps = steps.map { step in (try? step.mapped { _ in { visit($0) } }) ?? step }
    changed.initialState = (try? initialState.mapped { visit($0) }) ?? initialState
    return changed
  }
}

extension Tensor {
  fileprivate func replacing(_ value: Double, at place: Int) -> Tensor {
    guard let format = elementType.format else { return self }
    let new = format.bits(rounding: value)
    return replacing(bits: (0..<count).map { $0 == place ? new : bits(at: $0) })
  }
}
