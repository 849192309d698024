// SPDX-License-Identifier: MIT

/// A part of the values of a channel which code can leave out of a sum: a tail, a warp, a row.
struct LeftOut {
  /// The part, to stand behind "leaves out".
  let words: String
  /// Whether a value, by its number in the channel, is left out.
  let isLeftOut: (Int) -> Bool

  /// The parts that a channel of a shape has, none of them empty or everything.
  static func all(_ places: ChannelPlaces) -> [LeftOut] {
    let n = places.count
    var parts = [
      LeftOut(words: "the first value of each channel") { $0 == 0 },
      LeftOut(words: "the last value of each channel") { $0 == n - 1 },
    ]
    for size in powers(1...10) where n > size && n % size != 0 {
      parts.append(
        LeftOut(words: "the values past a multiple of \(size)") { $0 >= n - n % size }
      )
    }
    for size in powers(1...10) where n > size / 2 {
      parts.append(
        LeftOut(words: "the upper half of each \(size) values") { $0 % size >= size / 2 }
      )
    }
    for size in powers(4...12) where n > size {
      parts.append(LeftOut(words: "the values from number \(size) on") { $0 >= size })
    }
    return (parts + ofSamples(places) + ofPositions(places)).filter { part in
      let count = (0..<n).count(where: part.isLeftOut)
      return count > 0 && count < n
    }
  }

  private static func powers(_ exponents: ClosedRange<Int>) -> [Int] { exponents.map { 1 << $0 } }

  private static func ofSamples(_ places: ChannelPlaces) -> [LeftOut] {
    // In rank 2 a sample is a value.
    guard places.samples > 1 else { return [] }
    let (last, half) = (places.samples - 1, (places.samples + 1) / 2)
    return [
      LeftOut(words: "the last sample") { places.sample($0) == last },
      LeftOut(words: "the first sample") { places.sample($0) == 0 },
      LeftOut(words: "the second half of the samples") { places.sample($0) >= half },
      LeftOut(words: "every second sample") { places.sample($0) % 2 == 1 },
    ]
  }

  private static func ofPositions(_ places: ChannelPlaces) -> [LeftOut] {
    guard places.positions > 1 else { return [] }
    var parts = [
      LeftOut(words: "the last position of each sample") {
        places.position($0) == places.positions - 1
      },
      LeftOut(words: "every second position") { places.position($0) % 2 == 1 },
    ]
    for size in powers(1...5) where places.positions > size && places.positions % size != 0 {
      let whole = places.positions - places.positions % size
      parts.append(
        LeftOut(words: "the positions of a sample past a multiple of \(size)") {
          places.position($0) >= whole
        }
      )
    }
    guard let (rows, columns) = places.plane else { return parts }
    return parts + [
      LeftOut(words: "the columns from number H on") { places.column($0) >= rows },
      LeftOut(words: "the rows from number W on") { places.row($0) >= columns },
      LeftOut(words: "the last row") { places.row($0) == rows - 1 },
      LeftOut(words: "the last column") { places.column($0) == columns - 1 },
    ]
  }
}
