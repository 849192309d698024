// SPDX-License-Identifier: MIT

internal import CBNKernels

/// The pass over blocks with a kernel that counts at the speed of memory.
///
/// The kernel stops before a chunk with an element that is special or could change a maximum, the
/// worst element or the mismatches. That chunk is measured in small blocks, and the kernel goes on
/// with what it taught.
extension ComparisonPass {
  /// Whether the kernel runs here.
  static let hasKernel = kernel != nil
  private static let kernel = bn_kernels_avx2()?.pointee.compare

  /// Measures the elements of a range and returns where whole chunks end.
  mutating func visitChunks(
    _ range: Range<Int>,
    _ actual: UnsafePointer<Float>,
    _ expected: UnsafePointer<Float>
  ) -> Int {
    guard case .each(let allowances) = rule else {
      return visitChunks(range, actual, expected, allowances: nil)
    }
    return allowances.withUnsafeBufferPointer {
      visitChunks(range, actual, expected, allowances: $0.baseAddress)
    }
  }

  private mutating func visitChunks(
    _ range: Range<Int>,
    _ actual: UnsafePointer<Float>,
    _ expected: UnsafePointer<Float>,
    allowances: UnsafePointer<Double>?
  ) -> Int {
    let chunk = bn_compare_chunk
    var offset = range.lowerBound
    while range.upperBound - offset >= chunk {
      if worst != nil, let compare = Self.kernel {
        var limits = limits
        var counts = bn_compare_counts()
        let done = compare(
          actual + offset,
          expected + offset,
          allowances.map { $0 + offset },
          range.upperBound - offset,
          &limits,
          &counts
        )
        add(counts, of: done)
        offset += done
        guard done == 0 else { continue }
      }
      offset = visitBlocks(
        offset..<offset + chunk,
        UnsafeRawBufferPointer(start: actual, count: 4 * range.upperBound),
        UnsafeRawBufferPointer(start: expected, count: 4 * range.upperBound)
      )
    }
    return offset
  }

  /// What smaller errors than those so far cannot change, from below.
  private var limits: bn_compare_limits {
    let margin = Self.margin
    var limits = bn_compare_limits(
      absolute: Self.floor(maxAbsolute),
      relative: Self.floor(maxRelative * margin),
      share: Self.floor(min(maxShare, 1) * margin),
      rule_absolute: .greatestFiniteMagnitude,
      rule_relative: 0,
      distance: .max
    )
    switch rule {
    case .exact:
      limits.share = 1
      limits.distance = countsMismatches ? .max : 0
    case .ulp(let places):
      limits.share = 1
      limits.distance = UInt32(clamping: min(places, maxULP))
    case .allclose(let relative, let absolute):
      limits.rule_absolute = Self.floor(absolute)
      limits.rule_relative = Self.floor(relative)
    case .each: break
    }
    return limits
  }

  private mutating func add(_ counts: bn_compare_counts, of done: Int) {
    guard done > 0 else { return }
    let reached = withUnsafeBytes(of: counts.reached) { bytes in
      bytes.bindMemory(to: UInt64.self).map { Int($0) } + [0]
    }
    count(exact: done - reached[0], others: reached[0])
    for bin in 0..<reached.count - 1 where reached[bin] > reached[bin + 1] {
      histogram.count(bin: bin + 1, times: reached[bin] - reached[bin + 1])
    }
    noticeULP(UInt64(counts.largest))
  }
}
