// SPDX-License-Identifier: MIT

internal import BNVerdicts
internal import BNBounds
internal import BNTensors

extension JudgedItem {
  private static let members: MemberNames = [
    "comparison", "consequenceOf", "depth", "detail", "elementType", "grade", "name",
    "neededDepth", "shape", "step", "tolerance", "verdict",
  ]

  init(from scanner: inout LineScanner) throws(NotScanned) {
    var step: Int?, name: String?, verdict: ItemVerdict?
    var detail: String?, tolerance: String?
    var elementType: ElementType?, shape: Shape?, grade: Grade?, comparison: TensorComparison?
    var depth: Int?, consequenceOf: Int?, neededDepth: Double?
    try scanner.object(Self.members) { scanner, member throws(NotScanned) in
      switch member {
      case 0: comparison = try TensorComparison(from: &scanner)
      case 1: consequenceOf = try scanner.integer()
      case 2: depth = try scanner.integer()
      case 3: detail = try scanner.textIfAny()
      case 4: elementType = try scanner.value()
      case 5: grade = try scanner.value()
      case 6: name = try scanner.text()
      case 7: neededDepth = try scanner.number()
      case 8: shape = try scanner.shape()
      case 9: step = try scanner.integer()
      case 10: tolerance = try scanner.textIfAny()
      default: verdict = try scanner.value()
      }
    }
    guard let step, let name, let verdict else { throw NotScanned() }
    self.init(
      step: step,
      name: name,
      verdict: verdict,
      detail: detail,
      elementType: elementType,
      shape: shape,
      tolerance: tolerance
    )
    (self.depth, self.comparison, self.consequenceOf) = (depth, comparison, consequenceOf)
    (self.grade, self.neededDepth) = (grade, neededDepth)
  }
}

extension LineScanner {
  fileprivate mutating func shape() throws(NotScanned) -> Shape {
    let dimensions = try integers()
    do { return try Shape(dimensions) } catch { throw NotScanned() }
  }

  /// Reads an array of whole numbers.
  mutating func integers() throws(NotScanned) -> [Int] {
    try array { scanner throws(NotScanned) in try scanner.integer() }
  }
}
