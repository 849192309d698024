// SPDX-License-Identifier: MIT

import Testing

@testable import BNGoldenCases

@Suite struct SHA256Tests {
  @Test(
    "gives the published values of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
    ]
  )
  func published(message: String, digest: String) {
    #expect(Self.hexadecimal(Array(message.utf8)) == digest)
  }

  @Test("does not depend on how the message is cut into pieces")
  func pieces() {
    let message = (0..<200).map { UInt8($0) }
    for length in [55, 56, 63, 64, 65, 119, 120, 128, 200] {
      let whole = Self.hexadecimal(Array(message.prefix(length)))
      for piece in [1, 7, 63, 64, 65] {
        var hash = SHA256()
        for start in stride(from: 0, to: length, by: piece) {
          hash.update(message[start..<min(start + piece, length)])
        }
        let digits = hash.finalize().map { Hexadecimal.digits(UInt64($0), count: 2) }.joined()
        #expect(digits == whole, "length \(length) in pieces of \(piece)")
      }
    }
  }

  private static func hexadecimal(_ message: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(message)
    return hash.finalize().map { Hexadecimal.digits(UInt64($0), count: 2) }.joined()
  }
}
