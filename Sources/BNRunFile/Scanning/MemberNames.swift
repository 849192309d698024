// SPDX-License-Identifier: MIT

internal import Foundation

/// The members that an object of a run file may have, in the order in which they are written.
struct MemberNames: Sendable, ExpressibleByArrayLiteral {
  private let names: [StaticString]

  init(arrayLiteral names: StaticString...) { self.names = names }

  /// The place of a name: the one that is expected, or another.
  func place(
    of text: UnsafeBufferPointer<UInt8>,
    expecting expected: Int
  ) throws(NotScanned) -> Int {
    for place in expected..<max(names.count, expected) where isName(place, text) { return place }
    for place in 0..<min(expected, names.count) where isName(place, text) { return place }
    throw NotScanned()
  }

  private func isName(_ place: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let name = names[place]
    guard name.utf8CodeUnitCount == text.count, let start = text.baseAddress else { return false }
    return memcmp(name.utf8Start, start, text.count) == 0
  }
}
