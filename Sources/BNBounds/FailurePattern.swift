// SPDX-License-Identifier: MIT

package import BNTensors

/// Where in a tensor the elements out of tolerance are, if that has a simple form.
///
/// Nothing else failed, and of the elements that a pattern names more than half did: a few scattered
/// errors make no pattern. In one channel any number of them does.
package struct FailurePattern: Equatable, Codable, Sendable {
  /// The places along one dimension: one, an interval, or every so many of them.
  package struct Places: Equatable, Codable, Sendable {
    /// The dimension; nil for the row-major order of all elements.
    package let dimension: Int?
    /// The first of the places.
    package let first: Int
    /// The last of the places.
    package let last: Int
    /// The distance between neighbouring places.
    package let step: Int
    /// The size of the dimension.
    package let size: Int

    /// Creates places.
    package init(dimension: Int?, first: Int, last: Int, step: Int, size: Int) {
      (self.dimension, self.first, self.last) = (dimension, first, last)
      (self.step, self.size) = (step, size)
    }

    /// Whether a place is one of them.
    package func contains(_ place: Int) -> Bool {
      (first...last).contains(place) && (place - first) % step == 0
    }

    /// How many places these are.
    var count: Int { (last - first) / step + 1 }
  }

  /// What the dimensions have in common; empty if every element failed.
  package let places: [Places]

  /// Creates a pattern from what a run file holds of one.
  package init(places: [Places]) { self.places = places }

  /// Looks for the pattern of the elements at these row-major offsets, in ascending order.
  package init?(failing offsets: [Int], in shape: Shape) {
    guard shape.count > 1, let first = offsets.first, first >= 0, let last = offsets.last,
      last < shape.count
    else { return nil }
    if offsets.count == shape.count {
      self.init(places: [])
    } else if let places = Self.places(offsets, shape) {
      self.init(places: places)
    } else {
      return nil
    }
  }

  /// What names the failing elements and no others comes first, dimensions before the row-major order.
  private static func places(_ offsets: [Int], _ shape: Shape) -> [Places]? {
    let candidates = [dimensions(offsets, shape), order(offsets, shape.count)].compactMap(\.self)
    return candidates.first { named($0, shape) == offsets.count } ?? candidates.first
  }

  /// How many elements places name.
  private static func named(_ places: [Places], _ shape: Shape) -> Int {
    places.reduce(shape.count) { $0 / $1.size * $1.count }
  }

  /// The fewest dimensions along which the failing elements are told from the others.
  private static func dimensions(_ offsets: [Int], _ shape: Shape) -> [Places]? {
    guard offsets.count > 1 else { return nil }
    let channel = shape.rank > 1 ? 1 : 0
    let order = [channel] + shape.dimensions.indices.filter { $0 != channel }.reversed()
    let found = order.compactMap { places(offsets, along: $0, of: shape) }
    // All subsets of the few dimensions, the smaller ones and channels first.
    let subsets = (1..<(1 << min(found.count, 8))).sorted {
      ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1)
    }
    for subset in subsets {
      let chosen = found.indices.filter { subset >> $0 & 1 == 1 }.map { found[$0] }
      let isOneChannel = chosen.count == 1 && chosen[0].dimension == channel && chosen[0].count == 1
      if isOneChannel || 2 * offsets.count > named(chosen, shape) { return chosen }
    }
    return nil
  }

  /// The places along a dimension at which something failed; nil if that is at all of them, or they
  /// have no simple form.
  private static func places(
    _ offsets: [Int],
    along dimension: Int,
    of shape: Shape
  ) -> Places? {
    let size = shape.dimensions[dimension]
    let stride = shape.dimensions.dropFirst(dimension + 1).reduce(1, *)
    var isTouched = [Bool](repeating: false, count: size)
    for offset in offsets { isTouched[offset / stride % size] = true }
    let touched = isTouched.indices.filter { isTouched[$0] }
    guard touched.count < size, let first = touched.first, let last = touched.last else {
      return nil
    }
    let step = touched.count > 1 ? touched[1] - first : 1
    guard (last - first) / step + 1 == touched.count,
      touched.allSatisfy({ ($0 - first) % step == 0 })
    else { return nil }
    // Every so many must be all of them, and more than two: any two are equally far apart.
    let isWhole = step == 1 || touched.count > 2 && first < step && last + step >= size
    guard isWhole else { return nil }
    return Places(dimension: dimension, first: first, last: last, step: step, size: size)
  }

  /// A beginning, an end or every so many of the elements in row-major order.
  private static func order(_ offsets: [Int], _ count: Int) -> [Places]? {
    guard let first = offsets.first, let last = offsets.last, offsets.count > 2 else { return nil }
    func places(_ first: Int, _ last: Int, _ step: Int) -> [Places] {
      [Places(dimension: nil, first: first, last: last, step: step, size: count)]
    }
    let step = offsets[1] - first
    let isRegular = zip(offsets, offsets.dropFirst()).allSatisfy { $1 - $0 == step }
    if isRegular, step > 1, first < step, last + step >= count { return places(first, last, step) }
    // So many elements in a row that pass are no accident where more than half of the others fail.
    let least = 16
    if first >= least, 2 * offsets.count > count - first { return places(first, count - 1, 1) }
    if count - 1 - last >= least, 2 * offsets.count > last + 1 { return places(0, last, 1) }
    return nil
  }
}
