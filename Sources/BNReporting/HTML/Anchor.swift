// SPDX-License-Identifier: MIT

/// Names inside the page that no text from outside can break.
enum Anchor {
  /// The name of a case's or a feature's place: its id if that is a plain one, else a hash of it.
  static func name(_ id: String) -> String {
    let isPlain =
      id.utf8.count <= 130
      && id.utf8.allSatisfy { byte in
        (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte) || (0x30...0x39).contains(byte)
          || byte == 0x2f || byte == 0x5f || byte == 0x2d || byte == 0x2e
      }
    if isPlain { return "c-\(id)" }
    // FNV-1a; two ids that share a hash would share a place, nothing worse.
    let hash = id.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return "c~\(String(hash, radix: 16))"
  }

  /// The class of a bar that shows a part of a whole; what is not nothing stays visible.
  static func width(_ part: Int, of whole: Int) -> String {
    guard part > 0, whole > 0 else { return "w0" }
    return "w\(max(1, min(100, Int((100 * Double(part) / Double(whole)).rounded()))))"
  }
}
