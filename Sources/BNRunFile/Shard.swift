// SPDX-License-Identifier: MIT

/// One of several parts of a run that are done apart, perhaps on other machines.
package struct Shard: Equatable, Hashable, Codable, Sendable {
  /// Which part, from 1.
  package let index: Int
  /// How many parts there are.
  package let count: Int

  /// The largest number of parts.
  package static let maximumCount = 100_000

  /// Creates a part; nil unless 1 ≤ index ≤ count.
  package init?(index: Int, count: Int) {
    guard (1...Self.maximumCount).contains(count), (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// Reads `k/n`.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]) else {
      return nil
    }
    self.init(index: index, count: count)
  }

  /// Reads a part from JSON, where it must be one, too.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let index = try container.decode(Int.self, forKey: .index)
    let count = try container.decode(Int.self, forKey: .count)
    guard let shard = Shard(index: index, count: count) else {
      throw DecodingError.dataCorruptedError(
        forKey: .index,
        in: container,
        debugDescription: "no shard"
      )
    }
    self = shard
  }

  private enum CodingKeys: String, CodingKey { case index, count }
}

extension Shard: CustomStringConvertible {
  /// The part as the command line writes it.
  package var description: String { "\(index)/\(count)" }
}
