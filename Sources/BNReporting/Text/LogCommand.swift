// SPDX-License-Identifier: MIT

/// Commands that the runners of continuous integration obey when they stand in a job's output.
///
/// - `##[add-mask]`, `##vso[…]`, `##teamcity[…]`: GitHub Actions and Azure Pipelines obey them anywhere
///   in a line.
/// - `::add-mask::…`: GitHub Actions obeys it at the beginning of a line, behind spaces too.
enum LogCommand {
  /// The text with a space inside of whatever would be a command; other text stays as it is.
  static func disarmed(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8]?
    var isStart = true
    for (index, byte) in bytes.enumerated() {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      let isBracketed = byte == hash && next == hash && opensBracket(bytes[(index + 2)...])
      let isColons = isStart && byte == colon && next == colon
      if isBracketed || isColons, result == nil { result = Array(bytes[..<index]) }
      result?.append(byte)
      if isBracketed || isColons { result?.append(space) }
      if byte == newline {
        isStart = true
      } else if !blanks.contains(byte) {
        isStart = false
      }
    }
    return result.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  private static let hash = UInt8(ascii: "#")
  private static let colon = UInt8(ascii: ":")
  private static let space = UInt8(ascii: " ")
  private static let newline = UInt8(ascii: "\n")
  private static let blanks: [UInt8] = [space, UInt8(ascii: "\t"), UInt8(ascii: "\r")]

  /// Whether a word, which may be empty, and an opening bracket follow.
  private static func opensBracket(_ rest: ArraySlice<UInt8>) -> Bool {
    let word = rest.prefix { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "-")
    }
    return rest.dropFirst(word.count).first == UInt8(ascii: "[")
  }
}
