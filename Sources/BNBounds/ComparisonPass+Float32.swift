// SPDX-License-Identifier: MIT

internal import BNTensors

/// Elements sixteen at a time: those that cannot change anything but the counts are only counted, the
/// others are measured one by one. So the result is that of measuring each.
extension ComparisonPass {
  private typealias Floats = SIMD16<Float>
  private typealias Words = SIMD16<Int32>

  /// Measures the elements of a range of row-major offsets.
  mutating func visit(_ range: Range<Int>, usesKernel: Bool = hasKernel) {
    var offset = range.lowerBound
    if case .float32(let actuals) = actual.storage, case .float32(let expecteds) = expected.storage
    {
      actuals.withUnsafeBufferPointer { actuals in
        expecteds.withUnsafeBufferPointer { expecteds in
          if usesKernel, let actual = actuals.baseAddress, let expected = expecteds.baseAddress {
            offset = visitChunks(range, actual, expected)
          } else {
            offset = visitBlocks(
              range,
              UnsafeRawBufferPointer(actuals),
              UnsafeRawBufferPointer(expecteds)
            )
          }
        }
      }
    }
    while offset < range.upperBound {
      visit(offset)
      offset += 1
    }
  }

  /// Measures whole blocks and returns where they end.
  mutating func visitBlocks(
    _ range: Range<Int>,
    _ actuals: UnsafeRawBufferPointer,
    _ expecteds: UnsafeRawBufferPointer
  ) -> Int {
    var offset = range.lowerBound
    var screen = Screen(self)
    while offset + Floats.scalarCount <= range.upperBound {
      let byte = offset * MemoryLayout<Float>.size
      let distances = Self.distances(
        actuals.loadUnaligned(fromByteOffset: byte, as: Words.self),
        expecteds.loadUnaligned(fromByteOffset: byte, as: Words.self)
      )
      if worst != nil, let distances,
        screen.changesNothing(
          actuals.loadUnaligned(fromByteOffset: byte, as: Floats.self),
          expecteds.loadUnaligned(fromByteOffset: byte, as: Floats.self),
          distances,
          rule,
          offset
        )
      {
        count(distances)
      } else {
        for element in offset..<offset + Floats.scalarCount { visit(element) }
        screen = Screen(self)
      }
      offset += Floats.scalarCount
    }
    return offset
  }

  /// Counts elements of which only the distances matter.
  private mutating func count(_ distances: SIMD16<UInt32>) {
    let equal = Int(Words(repeating: 0).replacing(with: 1, where: distances .== 0).wrappedSum())
    count(exact: equal, others: Floats.scalarCount - equal)
    guard equal < Floats.scalarCount else { return }
    for lane in 0..<Floats.scalarCount where distances[lane] > 0 {
      histogram.count(UInt64(distances[lane]))
    }
  }

  /// The distances in representable numbers; nil if some element is not finite.
  private static func distances(_ actual: Words, _ expected: Words) -> SIMD16<UInt32>? {
    let magnitudes = Words(repeating: 0x7fff_ffff)
    let largest = pointwiseMax(actual & magnitudes, expected & magnitudes)
    guard largest.max() < 0x7f80_0000 else { return nil }
    let left = ordinals(actual)
    let right = ordinals(expected)
    let difference = pointwiseMax(left, right) &- pointwiseMin(left, right)
    return SIMD16<UInt32>(truncatingIfNeeded: difference)
  }

  /// Numbers that grow with the floats, neighbours by 1, both zeros 0 (``ULPDistance``).
  private static func ordinals(_ bits: Words) -> Words {
    bits.replacing(with: Words(repeating: Int32.min) &- bits, where: bits .< 0)
  }

  /// What the elements so far have made impossible to be changed by smaller errors.
  private struct Screen {
    private let maxULP: UInt32
    private let maxAbsolute: Float
    private let maxRelative: Float
    private let share: Float
    private let countsMismatches: Bool

    /// Below this, products might be subnormal and their roundings larger.
    private static let smallest: Float = 0x1p-100

    init(_ pass: ComparisonPass) {
      maxULP = UInt32(clamping: pass.maxULP)
      maxAbsolute = ComparisonPass.floor(pass.maxAbsolute)
      maxRelative = ComparisonPass.floor(pass.maxRelative * margin)
      share = ComparisonPass.floor(min(pass.maxShare, 1) * margin)
      countsMismatches = pass.countsMismatches
    }

    /// Whether no element would change a maximum, the worst element or the mismatches.
    func changesNothing(
      _ actual: Floats,
      _ expected: Floats,
      _ distances: SIMD16<UInt32>,
      _ rule: AllowanceRule,
      _ offset: Int
    ) -> Bool {
      if distances == SIMD16<UInt32>(repeating: 0) { return true }
      guard distances.max() <= maxULP else { return false }
      let difference = actual - expected
      let size = Screen.magnitude(difference)
      // Knuth's TwoSum: where the rest is 0 the difference is exact and may equal the maximum.
      let part = difference - actual
      let rest = (actual - (difference - part)) - (expected + part)
      let bound = Screen.magnitude(expected)
      var fits = (size .<= maxAbsolute) .& (rest .== 0)
      fits = fits .| (size .<= maxAbsolute * Float(margin))
      fits = fits .& (size .<= maxRelative * bound) .& (bound .>= Screen.smallest)
      switch rule {
      case .exact: guard countsMismatches else { return false }
      case .ulp(let places): guard UInt64(distances.max()) <= places else { return false }
      case .allclose(let relative, let absolute):
        let allowance = Floats(repeating: Float(absolute)) + Float(relative) * bound
        fits = fits .& (size .<= share * allowance) .& (allowance .>= Screen.smallest)
      case .each(let values):
        let allowance = Screen.allowances(values, offset)
        fits = fits .& (size .<= share * allowance) .& (allowance .>= Screen.smallest)
      }
      return all(fits .| (distances .== 0))
    }

    private static func magnitude(_ values: Floats) -> Floats {
      unsafeBitCast(unsafeBitCast(values, to: Words.self) & 0x7fff_ffff, to: Floats.self)
    }

    private static func allowances(_ values: [Double], _ offset: Int) -> Floats {
      values.withUnsafeBytes { bytes in
        let wide = bytes.loadUnaligned(fromByteOffset: offset * 8, as: SIMD16<Double>.self)
        // An allowance beyond float32 is larger than it looks here.
        return pointwiseMin(Floats(wide), Floats(repeating: .greatestFiniteMagnitude))
      }
    }
  }
}
