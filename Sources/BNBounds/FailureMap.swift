// SPDX-License-Identifier: MIT

internal import BNPlatform
package import BNTensors

/// Where in a tensor the errors are, and by what factor each channel is off.
///
/// At most twelve channels by twelve positions; of larger tensors neighbours are taken together.
package struct FailureMap: Equatable, Codable, Sendable {
  /// How bad the worst element of a cell is: `.` exact, `o` within its allowance, 1…9 the power of ten
  /// of its share of the allowance, rounded up, `x` special where the other is not.
  package let rows: [String]
  /// For each row the factor c for which c·expected is nearest to the actual values; nil if the
  /// expected ones are all 0, or something is not finite.
  package let factors: [Double?]
  /// How many channels and how many positions in a channel the tensor has.
  package let channels: Int
  package let positions: Int
  /// Where the elements out of tolerance are, if that has a simple form.
  package var pattern: FailurePattern?

  /// The most cells in a row or column.
  package static let limit = 12
  /// Larger tensors get no map.
  private static let elementLimit = 1 << 16

  /// Maps a pair of tensors; nil for one that has no channels, is large, or has another shape.
  package init?(actual: Tensor, expected: Tensor, allowance: AllowanceRule) {
    let count = expected.count
    guard count > 0, count <= Self.elementLimit, actual.shape == expected.shape,
      actual.elementType == expected.elementType
    else { return nil }
    let owners = (0..<count).map(expected.shape.channel(ofOffset:))
    let channels = (owners.max() ?? 0) + 1
    let positions = count / channels
    let rowCount = min(channels, Self.limit)
    let columnCount = min(max(positions, 1), Self.limit)
    var cells = [[UInt8]](repeating: [UInt8](repeating: 0, count: columnCount), count: rowCount)
    var products = [Double](repeating: 0, count: rowCount)
    var squares = products
    var seen = [Int](repeating: 0, count: channels)
    var failing: [Int] = []
    for offset in 0..<count {
      let measure = ElementMeasure(
        actual: actual,
        expected: expected,
        rule: allowance,
        offset: offset
      )
      let row = owners[offset] * rowCount / channels
      let column = min(seen[owners[offset]] * columnCount / max(positions, 1), columnCount - 1)
      seen[owners[offset]] += 1
      cells[row][column] = max(cells[row][column], Self.level(measure))
      if !measure.isWithin { failing.append(offset) }
      products[row] += measure.actual * measure.expected
      squares[row] += measure.expected * measure.expected
    }
    rows = cells.map { $0.map { String(Self.letters[Int($0)]) }.joined() }
    factors = zip(products, squares).map { product, square in
      let factor = product / square
      return factor.isFinite ? Self.rounded(factor) : nil
    }
    (self.channels, self.positions) = (channels, positions)
    pattern = FailurePattern(failing: failing, in: expected.shape)
  }

  /// Creates a map from what a run file holds of one.
  package init(
    rows: [String],
    factors: [Double?],
    channels: Int,
    positions: Int,
    pattern: FailurePattern? = nil
  ) {
    self.rows = rows
    self.factors = factors
    self.channels = channels
    self.positions = positions
    self.pattern = pattern
  }

  private static let letters: [Character] = [".", "o"] + "123456789" + ["x"]

  private static func level(_ measure: ElementMeasure) -> UInt8 {
    if measure.isExact { return 0 }
    if measure.isWithin { return 1 }
    guard measure.kind == .finite else { return 11 }
    let power = measure.share.isFinite ? log10(measure.share).rounded(.up) : 9
    return 1 + UInt8(min(max(power, 1), 9))
  }

  /// Six digits: what tells 2/3 from 0.67, and no more.
  private static func rounded(_ value: Double) -> Double {
    Double(String(printf: "%.6g", value)) ?? value
  }
}
